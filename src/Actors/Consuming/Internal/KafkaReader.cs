using Akka.Actor;
using Akka.Events.Handling.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// One member of the group: turns assignments into partition consumers, commits what they have finished, drains them on revocation, and drops them on loss.
/// </summary>
internal sealed class KafkaReader : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly GroupContext _group;
    private readonly IActorRef _region;
    private readonly IGroupConsumer _client;
    private readonly GroupProgress _status;
    private readonly ILogger _log;
    private readonly Dictionary<TopicPartition, Assigned> _assigned = [];
    private readonly Dictionary<TopicPartition, Revocation> _draining = [];
    private bool _committing;
    private bool _unreachable;
    private int _generation;

    public KafkaReader(GroupContext group, IActorRef region, IGroupConsumer client, GroupProgress status)
    {
        _group = group;
        _region = region;
        _client = client;
        _status = status;
        _log = group.Loggers.CreateLogger("Akka.Events.Reader");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _client.Start([.. _group.Routes.Select(r => r.Name)], new Events(Self));
        Timers.StartPeriodicTimer(CommitNow.Instance, CommitNow.Instance, _group.Options.CommitInterval);
    }

    protected override void PostStop()
    {
        foreach (var revocation in _draining.Values) revocation.Done.TrySetResult();
        _status.Clear();
        _ = _client.Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CommitNow:
                Commit();
                break;
            case Committed committed:
                OnCommitted(committed);
                break;
            case PartitionsAssigned assigned:
                OnAssigned(assigned);
                break;
            case PartitionsRevoked revoked:
                OnRevoked(revoked);
                break;
            case PartitionDrained drained:
                OnDrained(drained.TopicPartition);
                break;
            case DrainTimedOut timedOut:
                OnDrainTimedOut(timedOut.Revocation);
                break;
            case PartitionsLost lost:
                OnLost(lost);
                break;
            case ClientFailed failed:
                OnFailed(failed.Error);
                break;
            case Probe:
                AskKafka();
                break;
            case Reached:
                OnReached();
                break;
            case Unreached:
                Timers.StartSingleTimer(Probe.Instance, Probe.Instance, _group.Options.CommitInterval);
                break;
            case LeaveGroup:
                _client.Close().PipeTo(Self, success: () => Left.Instance, failure: _ => Left.Instance);
                break;
            case Left:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAssigned(PartitionsAssigned assigned)
    {
        _generation++;
        foreach (var queue in assigned.Queues)
        {
            var partition = queue.TopicPartition;
            var route = _group.Routes.First(r => r.Name == partition.Topic);
            var progress = new PartitionProgress(partition);
            var group = _group;
            var client = _client;
            var region = _region;
            var consumer = Context.ActorOf(
                Props.Create(() => new PartitionConsumer(group, route, queue, client, region, progress)),
                $"{partition.Topic}-{partition.Partition.Value}-{_generation}");
            _assigned[partition] = new Assigned(consumer, progress);
            _status.Add(progress);
        }
        _group.Metrics.Rebalanced("assigned", assigned.Queues.Count);
        _log.LogInformation("Group {Group}: assigned {Partitions}; {Count} in all", _group.Name, Names(assigned.Queues.Select(q => q.TopicPartition)), _assigned.Count);
    }

    private void OnRevoked(PartitionsRevoked revoked)
    {
        _log.LogInformation("Group {Group}: giving up {Partitions}; finishing what runs", _group.Name, Names(revoked.Partitions));
        _group.Metrics.Rebalanced("revoked", revoked.Partitions.Count);
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
        _log.LogWarning("Group {Group}: {Partitions} still had events under way after {Limit}; the next owner handles them again", _group.Name, Names(revocation.Left), _group.Options.DrainTimeout);
        foreach (var partition in revocation.Left.ToArray()) OnDrained(partition);
    }

    private void HandOver(Revocation revocation)
    {
        Timers.Cancel(revocation);
        var offsets = Finished(revocation.Drained);
        foreach (var partition in revocation.Drained) Drop(partition);
        if (offsets.Count == 0)
        {
            revocation.Done.TrySetResult();
            return;
        }
        _client.Commit(offsets).ContinueWith(
            commit =>
            {
                if (commit.IsFaulted) _log.LogWarning(commit.Exception.InnerException, "Group {Group}: the offsets of {Partitions} could not be committed before handing over", _group.Name, Names(revocation.Drained));
                revocation.Done.TrySetResult();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnLost(PartitionsLost lost)
    {
        _log.LogWarning("Group {Group}: lost {Partitions}; nothing of them is committed", _group.Name, Names(lost.Partitions));
        _group.Metrics.Rebalanced("lost", lost.Partitions.Count);
        foreach (var partition in lost.Partitions)
        {
            if (_draining.Remove(partition, out var revocation))
            {
                revocation.Left.Remove(partition);
                if (revocation.Left.Count == 0) revocation.Done.TrySetResult();
            }
            Drop(partition);
        }
    }

    private void OnFailed(Error error)
    {
        if (error.IsFatal)
        {
            _log.LogError("Group {Group}: the Kafka client has failed for good ({Code}: {Reason})", _group.Name, error.Code, error.Reason);
            Context.Stop(Self);
            return;
        }
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            OnUnreachable(error);
            return;
        }
        _log.LogWarning("Group {Group}: Kafka: {Code}: {Reason}; the client keeps trying", _group.Name, error.Code, error.Reason);
    }

    // The client says so at each try, but not when a broker is back.
    private void OnUnreachable(Error error)
    {
        if (_unreachable) return;
        _unreachable = true;
        _status.Problem = $"Kafka can't be reached: {error.Reason}";
        _log.LogWarning("Group {Group}: Kafka can't be reached: {Reason}; the client keeps trying", _group.Name, error.Reason);
        AskKafka();
    }

    private void AskKafka() =>
        _client.Partitions([.. _group.Routes.Select(r => r.Name)], ProbeTimeout).PipeTo(Self, success: _ => Reached.Instance, failure: _ => Unreached.Instance);

    private void OnReached()
    {
        _unreachable = false;
        _status.Problem = null;
        _log.LogInformation("Group {Group}: Kafka is reached again", _group.Name);
    }

    private void Commit()
    {
        foreach (var (partition, assigned) in _assigned)
            if (_client.Watermarks(partition).High is { IsSpecial: false } end)
                assigned.Progress.End = end.Value;
        if (_committing) return;
        var offsets = Finished(_assigned.Keys);
        if (offsets.Count == 0) return;
        _committing = true;
        _client.Commit(offsets).PipeTo(Self, success: () => new Committed(offsets, null), failure: e => new Committed(offsets, e));
    }

    private void OnCommitted(Committed committed)
    {
        _committing = false;
        if (committed.Failure is not null)
        {
            _log.LogWarning("Group {Group}: offsets could not be committed: {Reason}; trying again in {Interval}", _group.Name, committed.Failure.Message, _group.Options.CommitInterval);
            return;
        }
        foreach (var offset in committed.Offsets)
            if (_assigned.TryGetValue(offset.TopicPartition, out var assigned))
                assigned.Progress.Committed = offset.Offset.Value;
    }

    private List<TopicPartitionOffset> Finished(IEnumerable<TopicPartition> partitions)
    {
        var offsets = new List<TopicPartitionOffset>();
        foreach (var partition in partitions)
        {
            if (!_assigned.TryGetValue(partition, out var assigned)) continue;
            var watermark = assigned.Progress.Watermark;
            if (watermark >= 0 && watermark != assigned.Progress.Committed) offsets.Add(new TopicPartitionOffset(partition, watermark));
        }
        return offsets;
    }

    private void Drop(TopicPartition partition)
    {
        if (!_assigned.Remove(partition, out var assigned)) return;
        _status.Remove(assigned.Progress);
        Context.Stop(assigned.Consumer);
    }

    private static string Names(IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.GroupBy(p => p.Topic).Select(t => $"{t.Key} [{string.Join(' ', t.Select(p => p.Partition.Value).Order())}]"));

    private sealed record Assigned(IActorRef Consumer, PartitionProgress Progress);

    private sealed record Revocation(TaskCompletionSource Done, HashSet<TopicPartition> Left)
    {
        public List<TopicPartition> Drained { get; } = [];
    }

    private sealed class CommitNow
    {
        public static readonly CommitNow Instance = new();
    }

    private sealed class Left
    {
        public static readonly Left Instance = new();
    }

    private sealed class Probe
    {
        public static readonly Probe Instance = new();
    }

    private sealed class Reached
    {
        public static readonly Reached Instance = new();
    }

    private sealed class Unreached
    {
        public static readonly Unreached Instance = new();
    }

    private sealed record Committed(List<TopicPartitionOffset> Offsets, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed record DrainTimedOut(Revocation Revocation) : INoSerializationVerificationNeeded;

    private sealed record PartitionsAssigned(IReadOnlyList<IPartitionQueue> Queues) : INoSerializationVerificationNeeded;

    private sealed record PartitionsRevoked(IReadOnlyList<TopicPartition> Partitions, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    private sealed record PartitionsLost(IReadOnlyList<TopicPartition> Partitions) : INoSerializationVerificationNeeded;

    private sealed record ClientFailed(Error Error) : INoSerializationVerificationNeeded;

    /// <summary>Turns the poll thread's calls into messages.</summary>
    private sealed class Events(IActorRef reader) : IGroupConsumerEvents
    {
        public void Assigned(IReadOnlyList<IPartitionQueue> partitions) => reader.Tell(new PartitionsAssigned(partitions), ActorRefs.NoSender);

        public Task Revoked(IReadOnlyList<TopicPartition> partitions)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reader.Tell(new PartitionsRevoked(partitions, done), ActorRefs.NoSender);
            return done.Task;
        }

        public void Lost(IReadOnlyList<TopicPartition> partitions) => reader.Tell(new PartitionsLost(partitions), ActorRefs.NoSender);

        public void Failed(Error error) => reader.Tell(new ClientFailed(error), ActorRefs.NoSender);
    }
}
