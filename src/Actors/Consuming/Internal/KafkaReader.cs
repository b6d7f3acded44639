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
    private readonly int _partitions;
    private readonly Events _events;
    private readonly Dictionary<TopicPartition, Assigned> _assigned = [];
    private readonly Dictionary<TopicPartition, IPartitionQueue> _held = [];
    private readonly Dictionary<TopicPartition, Revocation> _draining = [];
    private bool _committing;
    private bool _probing;
    private int _generation;

    public KafkaReader(GroupContext group, IActorRef region, IGroupConsumer client, int partitions)
    {
        _group = group;
        _region = region;
        _client = client;
        _partitions = partitions;
        _status = group.Progress;
        _events = new Events(Self);
        _log = group.Loggers.CreateLogger("Akka.Events.Reader");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _client.Start([.. _group.Routes.Select(r => r.Name)], _events);
        Timers.StartPeriodicTimer(CommitNow.Instance, CommitNow.Instance, _group.Options.CommitInterval);
    }

    protected override void PostStop()
    {
        // The poll thread may be waiting for an answer to what is still in the mailbox.
        _events.End();
        foreach (var revocation in _draining.Values) revocation.Done.TrySetResult();
        _assigned.Clear();
        SettleWhatIsNoLongerHere();
        _status.Settle(nameof(KafkaReader));
        _status.Settle(nameof(HeldTooLong));
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
            case CommittedBefore before:
                OnCommittedBefore(before);
                break;
            case HeldTooLong:
                OnHeldTooLong();
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
            if (_group.HasEntities && queue.TopicPartition.Partition.Value >= _partitions)
                Context.Parent.Tell(new TopicsChanged($"{queue.TopicPartition} is new: there were {_partitions} partitions"), Self);
            else
                _held[queue.TopicPartition] = queue;
        }
        _group.Observers.Assigned([.. assigned.Queues.Select(q => q.TopicPartition)]);
        _group.Metrics.Rebalanced("assigned", assigned.Queues.Count);
        OpenWhatIsComplete();
        _log.LogInformation("Group {Group}: assigned {Partitions}; {Count} in all", _group.Name, Names(assigned.Queues.Select(q => q.TopicPartition)), _assigned.Count + _held.Count);
        LookUpCommitted([.. assigned.Queues.Select(q => q.TopicPartition)]);
    }

    /// <summary>Entities are read only when all topics' partitions of their shard are here: never two half-owned shards.</summary>
    private void OpenWhatIsComplete()
    {
        foreach (var queue in _held.Values.ToArray())
        {
            var partition = queue.TopicPartition;
            if (_group.HasEntities && !_group.Routes.All(r => IsHere(new TopicPartition(r.Name, partition.Partition)))) continue;
            _held.Remove(partition);
            Open(queue);
        }
        if (_held.Count > 0)
        {
            Timers.StartSingleTimer(HeldTooLong.Instance, HeldTooLong.Instance, _group.Options.TopicCheckInterval);
            return;
        }
        Timers.Cancel(HeldTooLong.Instance);
        _status.Settle(nameof(HeldTooLong));
    }

    private bool IsHere(TopicPartition partition) => _assigned.ContainsKey(partition) || _held.ContainsKey(partition);

    private void Open(IPartitionQueue queue)
    {
        var partition = queue.TopicPartition;
        var route = _group.Routes.First(r => r.Name == partition.Topic);
        var progress = new PartitionProgress(partition);
        var (group, client, region) = (_group, _client, _region);
        var consumer = Context.ActorOf(
            Props.Create(() => new PartitionConsumer(group, route, queue, client, region, progress)),
            $"{partition.Topic}-{partition.Partition.Value}-{_generation}");
        _assigned[partition] = new Assigned(consumer, progress);
        _status.Add(progress);
    }

    private void Release(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions) _held.Remove(partition);
        if (_held.Count == 0) _status.Settle(nameof(HeldTooLong));
    }

    private void OnHeldTooLong()
    {
        if (_held.Count == 0) return;
        var problem = $"{Names(_held.Keys)}: assigned to this process without the same partitions of the group's other topics, and not read: do all its processes read the same topics?";
        if (_status.Report(nameof(HeldTooLong), problem)) _log.LogError("Group {Group}: {Problem}", _group.Name, problem);
    }

    // For the lag of what has not been read yet, and to say where the journal knows better.
    private void LookUpCommitted(TopicPartition[] partitions) =>
        _client.Committed(partitions, ProbeTimeout).PipeTo(Self, success: offsets => new CommittedBefore(offsets), failure: _ => new CommittedBefore([]));

    private void OnCommittedBefore(CommittedBefore before)
    {
        foreach (var position in before.Offsets)
        {
            if (position.Offset.IsSpecial || !_assigned.TryGetValue(position.TopicPartition, out var assigned) || assigned.Progress.Committed >= 0) continue;
            assigned.Progress.Committed = position.Offset.Value;
            if (_group.HasEntities) assigned.Before = position.Offset.Value;
        }
    }

    private void SayWhereJournalsKnowBetter()
    {
        foreach (var (partition, assigned) in _assigned)
        {
            if (assigned is not { Before: { } committed, Progress.Resumed: >= 0 and var resumed }) continue;
            assigned.Before = null;
            if (committed != resumed) _log.LogInformation("Group {Group}: {Partition} is read from {Offset}, as the journal says; Kafka has {Committed} committed", _group.Name, partition, resumed, committed);
        }
    }

    private void OnRevoked(PartitionsRevoked revoked)
    {
        _log.LogInformation("Group {Group}: giving up {Partitions}; finishing what runs", _group.Name, Names(revoked.Partitions));
        _group.Metrics.Rebalanced("revoked", revoked.Partitions.Count);
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
            _group.Observers.Revoked(revocation.Drained);
            revocation.Done.TrySetResult();
            return;
        }
        _client.Commit(offsets).ContinueWith(
            commit =>
            {
                if (commit.IsFaulted) _log.LogWarning(commit.Exception.InnerException, "Group {Group}: the offsets of {Partitions} could not be committed before handing over", _group.Name, Names(revocation.Drained));
                else _group.Observers.Committed(offsets);
                _group.Observers.Revoked(revocation.Drained);
                revocation.Done.TrySetResult();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnLost(PartitionsLost lost)
    {
        _log.LogWarning("Group {Group}: lost {Partitions}; nothing of them is committed", _group.Name, Names(lost.Partitions));
        _group.Metrics.Rebalanced("lost", lost.Partitions.Count);
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

    private void OnFailed(Error error)
    {
        if (error.IsFatal)
        {
            _log.LogError("Group {Group}: the Kafka client has failed for good ({Code}: {Reason})", _group.Name, error.Code, error.Reason);
            Context.Stop(Self);
            return;
        }
        if (Trouble(error) is not { } trouble)
        {
            _log.LogWarning("Group {Group}: Kafka: {Code}: {Reason}; the client keeps trying", _group.Name, error.Code, error.Reason);
            return;
        }
        if (_status.Report(nameof(KafkaReader), trouble)) _log.LogError("Group {Group}: {Problem}; the client keeps trying", _group.Name, trouble);
        if (_probing) return;
        _probing = true;
        AskKafka();
    }

    /// <summary>What keeps the whole group from reading; null for what is no such thing.</summary>
    private string? Trouble(Error error) => error.Code switch
    {
        ErrorCode.Local_AllBrokersDown => $"Kafka can't be reached: {error.Reason}",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => $"Kafka refuses the user: {error.Reason}",
        ErrorCode.GroupAuthorizationFailed => $"this user may not join group '{_group.Name}': it needs the right Read on the group",
        _ => null,
    };

    // The client says so when it fails, but not when it works again.
    private void AskKafka() => Ask().PipeTo(Self, success: () => Reached.Instance, failure: _ => Unreached.Instance);

    private async Task Ask()
    {
        var names = _group.Routes.Select(r => r.Name).ToArray();
        await _client.Topics(names, ProbeTimeout).ConfigureAwait(false);
        await _client.Committed([new TopicPartition(names[0], 0)], ProbeTimeout).ConfigureAwait(false);
    }

    private void OnReached()
    {
        _probing = false;
        if (_status.Settle(nameof(KafkaReader))) _log.LogInformation("Group {Group}: Kafka is reached again", _group.Name);
    }

    private void Commit()
    {
        foreach (var (partition, assigned) in _assigned)
        {
            var log = _client.Watermarks(partition);
            if (!log.High.IsSpecial) assigned.Progress.End = log.High.Value;
            if (!log.Low.IsSpecial) assigned.Progress.Beginning = log.Low.Value;
        }
        SettleWhatIsNoLongerHere();
        SayWhereJournalsKnowBetter();
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
        _group.Observers.Committed(committed.Offsets);
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
        _status.Settle(partition);
        Context.Stop(assigned.Consumer);
    }

    // The next owner's process has the say; a shard that was given up may still have told of its last write's failure.
    private void SettleWhatIsNoLongerHere() => _status.Settle(problem => problem switch
    {
        TopicPartition partition => !_assigned.ContainsKey(partition),
        ShardProblem shard => !_assigned.Keys.Any(p => p.Partition.Value == shard.Shard),
        _ => false,
    });

    private static string Names(IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.GroupBy(p => p.Topic).Select(t => $"{t.Key} [{string.Join(' ', t.Select(p => p.Partition.Value).Order())}]"));

    private sealed record Assigned(IActorRef Consumer, PartitionProgress Progress)
    {
        /// <summary>What Kafka had committed before this assignment, until it has been compared with the journal.</summary>
        public long? Before { get; set; }
    }

    private sealed record Revocation(TaskCompletionSource Done, HashSet<TopicPartition> Left)
    {
        public List<TopicPartition> Drained { get; } = [];
    }

    private sealed class CommitNow
    {
        public static readonly CommitNow Instance = new();
    }

    private sealed class HeldTooLong
    {
        public static readonly HeldTooLong Instance = new();
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

    private sealed record CommittedBefore(IReadOnlyList<TopicPartitionOffset> Offsets) : INoSerializationVerificationNeeded;

    private sealed record Committed(List<TopicPartitionOffset> Offsets, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed record DrainTimedOut(Revocation Revocation) : INoSerializationVerificationNeeded;

    private sealed record PartitionsAssigned(IReadOnlyList<IPartitionQueue> Queues) : INoSerializationVerificationNeeded;

    private sealed record PartitionsRevoked(IReadOnlyList<TopicPartition> Partitions, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    private sealed record PartitionsLost(IReadOnlyList<TopicPartition> Partitions) : INoSerializationVerificationNeeded;

    private sealed record ClientFailed(Error Error) : INoSerializationVerificationNeeded;

    /// <summary>Turns the poll thread's calls into messages.</summary>
    private sealed class Events(IActorRef reader) : IGroupConsumerEvents
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource? _asked; // the poll thread waits for one at a time
        private bool _ended;

        public void Assigned(IReadOnlyList<IPartitionQueue> partitions) => reader.Tell(new PartitionsAssigned(partitions), ActorRefs.NoSender);

        public Task Revoked(IReadOnlyList<TopicPartition> partitions)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (_ended) return Task.CompletedTask;
                _asked = done;
            }
            reader.Tell(new PartitionsRevoked(partitions, done), ActorRefs.NoSender);
            return done.Task;
        }

        public void Lost(IReadOnlyList<TopicPartition> partitions) => reader.Tell(new PartitionsLost(partitions), ActorRefs.NoSender);

        public void Failed(Error error) => reader.Tell(new ClientFailed(error), ActorRefs.NoSender);

        /// <summary>The reader is no more: whoever waits for it waits no longer.</summary>
        public void End()
        {
            lock (_lock) _ended = true;
            _asked?.TrySetResult();
        }
    }
}
