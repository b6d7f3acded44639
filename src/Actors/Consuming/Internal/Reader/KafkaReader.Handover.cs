using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

// What the group protocol takes back or has lost.
internal sealed partial class KafkaReader
{
    private void OnRevoked(PartitionsRevoked revoked)
    {
        _log.LogInformation("Group {Group}: giving up {Partitions}; finishing what runs", _group.Name, Names(revoked.Partitions));
        _group.Group.Metrics.Rebalanced("revoked", revoked.Partitions.Count);
        Release(revoked.Partitions);
        var revocation = new Revocation(revoked.Done, [.. revoked.Partitions.Where(_assigned.ContainsKey)]);
        if (revocation.Left.Count == 0)
        {
            revoked.Done.TrySetResult();
            return;
        }
        foreach (var partition in revocation.Left)
        {
            _draining[partition] = revocation;
            _assigned[partition].Consumer.Tell(DrainPartition.Instance);
        }
        Timers.StartSingleTimer(revocation, new DrainTimedOut(revocation), _group.Options.DrainTimeout);
    }

    private void OnDrained(TopicPartition partition)
    {
        if (!_draining.Remove(partition, out var revocation)) return;
        revocation.Left.Remove(partition);
        revocation.Drained.Add(partition);
        if (revocation.Left.Count == 0) HandOver(revocation);
    }

    private void OnDrainTimedOut(Revocation revocation)
    {
        if (revocation.Left.Count == 0) return;
        _log.LogWarning(
            "Group {Group}: {Partitions} still had events under way after {Limit}; the next owner handles them again", _group.Name,
            Names(revocation.Left), _group.Options.DrainTimeout);
        foreach (var partition in revocation.Left.ToArray()) OnDrained(partition);
    }

    private void HandOver(Revocation revocation)
    {
        Timers.Cancel(revocation);
        var offsets = Finished(revocation.Drained);
        foreach (var partition in revocation.Drained) Drop(partition);
        if (offsets.Count == 0)
        {
            _group.Observers.Revoked(revocation.Drained);
            revocation.Done.TrySetResult();
            return;
        }
        _client.Commit(offsets).ContinueWith(
            commit =>
            {
                if (commit.IsFaulted)
                    _log.LogWarning(
                        commit.Exception.InnerException,
                        "Group {Group}: the offsets of {Partitions} could not be committed before handing over", _group.Name,
                        Names(revocation.Drained));
                else _group.Observers.Committed(offsets);
                _group.Observers.Revoked(revocation.Drained);
                revocation.Done.TrySetResult();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnLost(PartitionsLost lost)
    {
        _log.LogWarning("Group {Group}: lost {Partitions}; nothing of them is committed", _group.Name, Names(lost.Partitions));
        _group.Group.Metrics.Rebalanced("lost", lost.Partitions.Count);
        Release(lost.Partitions);
        foreach (var partition in lost.Partitions)
        {
            if (_draining.Remove(partition, out var revocation))
            {
                revocation.Left.Remove(partition);
                if (revocation.Left.Count == 0) revocation.Done.TrySetResult();
            }
            Drop(partition);
        }
        _group.Observers.Lost(lost.Partitions);
    }

    private void Drop(TopicPartition partition)
    {
        if (!_assigned.Remove(partition, out var assigned)) return;
        _group.Partitions.Remove(assigned.Progress);
        _group.Problems.Settle(partition);
        Context.Stop(assigned.Consumer);
    }

    // The next owner's process has the say; a shard that was given up may still have told of its last write's failure.
    private void SettleWhatIsNoLongerHere() => _group.Problems.Settle(problem => problem switch
    {
        TopicPartition partition => !_assigned.ContainsKey(partition),
        ShardProblem shard => !_assigned.Keys.Any(p => p.Partition.Value == shard.Shard),
        _ => false,
    });

    private sealed record Revocation(TaskCompletionSource Done, HashSet<TopicPartition> Left)
    {
        public List<TopicPartition> Drained { get; } = [];
    }

    private sealed record DrainTimedOut(Revocation Revocation) : INoSerializationVerificationNeeded;
}
