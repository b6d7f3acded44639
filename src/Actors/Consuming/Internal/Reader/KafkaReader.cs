using Akka.Actor;
using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>
/// One member of the group: turns assignments into partition consumers, commits what they have finished, drains them on revocation, and
/// drops them on loss. A consumer that fails is never restarted in place: another one reads its partition from what was finished.
/// </summary>
internal sealed class KafkaReader : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TopicTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WorksAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxReopenBackoff = TimeSpan.FromMinutes(1);

    private readonly MemberContext _group;
    private readonly IActorRef _shards;
    private readonly IGroupConsumer _client;
    private readonly ILogger _log;
    private readonly Dictionary<string, TopicInfo> _topics;
    private readonly TopicLook _look;
    private readonly ReaderEvents _events;
    private readonly Assignments _assignments;
    private readonly Handovers _handovers = new();
    private Reachability _reachability = null!;
    private OffsetCommits _commits = null!;
    private Task<IReadOnlyList<TopicPartitionOffset>> _committed = Task.FromResult<IReadOnlyList<TopicPartitionOffset>>([]);
    private int _consumers;

    public KafkaReader(MemberContext group, IActorRef shards, IGroupConsumer client, IReadOnlyDictionary<string, TopicInfo> topics)
    {
        _group = group;
        _shards = shards;
        _client = client;
        _topics = new Dictionary<string, TopicInfo>(topics);
        _log = group.Log("Akka.Events.Reader");
        string[] names = [.. group.Group.Routes.Select(r => r.Name)];
        _look = new TopicLook(client, names, TopicTimeout);
        _events = new ReaderEvents(Self);
        _assignments = new Assignments(group.Group.HasEntities ? names : []);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // Said where its end is seen, with the partition and what comes then.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: 0, withinTimeMilliseconds: 0,
        cause =>
        {
            _assignments.Of(Sender)?.Failure = cause;
            return Directive.Stop;
        },
        loggingEnabled: false);

    protected override void PreStart()
    {
        _reachability = new Reachability(_group, _client, Self, Timers, _log);
        _commits = new OffsetCommits(_group, _assignments, _client, Self, _log);
        _reachability.Joins();
        _client.Start([.. _group.Group.Routes.Select(r => r.Name)], _events);
        Timers.StartPeriodicTimer(CommitNow.Instance, CommitNow.Instance, _group.Options.CommitInterval);
    }

    protected override void PostStop()
    {
        // The poll thread may be waiting for an answer to what is still in the mailbox.
        _events.End();
        _handovers.End();
        _assignments.Clear();
        SettleWhatIsNoLongerHere();
        _reachability.End();
        _group.Problems.Settle(nameof(HeldTooLong));
        _group.Partitions.Clear();
        _ = _client.Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CommitNow:
                SettleWhatIsNoLongerHere();
                SettleWhatWorks();
                _commits.Commit();
                break;
            case ReaderEvents.MemberJoined:
                _reachability.Joined();
                break;
            case ReaderEvents.PartitionsAssigned assigned:
                OnAssigned(assigned.Queues);
                break;
            case ReaderEvents.PartitionsRevoked revoked:
                OnRevoked(revoked);
                break;
            case PartitionDrained drained:
                if (_handovers.Drained(drained.TopicPartition) is { } revocation) HandOver(revocation);
                break;
            case DrainTimedOut timedOut:
                OnDrainTimedOut(timedOut.Revocation);
                break;
            case ReaderEvents.PartitionsLost lost:
                OnLost(lost.Partitions);
                break;
            case ReaderEvents.ClientFailed failed:
                OnFailed(failed.Error);
                break;
            case Terminated ended:
                OnConsumerEnded(ended.ActorRef);
                break;
            case ReadAgain again when _assignments[again.Partition] is { } assigned && assigned.Consumer.IsNobody():
                Read(assigned);
                break;
            case ReadAgain:
                break;
            case TopicRecreated made:
                OnTopicRecreated(made);
                break;
            case HeldTooLong:
                OnHeldTooLong();
                break;
            case LeaveGroup:
                _client.Close().PipeTo(Self, success: () => Left.Instance, failure: _ => Left.Instance);
                break;
            case Left:
                Context.Stop(Self);
                break;
            default:
                if (!_commits.OnMessage(message) && !_reachability.OnMessage(message)) Unhandled(message);
                break;
        }
    }

    private void OnAssigned(IReadOnlyList<IPartitionQueue> queues)
    {
        var partitions = queues.Select(q => q.TopicPartition).ToArray();
        foreach (var queue in queues)
        {
            var (topic, partition) = (queue.TopicPartition.Topic, queue.TopicPartition.Partition.Value);
            if (_group.Group.HasEntities && partition >= _topics[topic].Partitions)
                Context.Parent.Tell(new TopicsChanged($"{queue.TopicPartition.Name()} is new: there were {_topics[topic].Partitions} partitions"), Self);
            else
                _assignments.Hold(queue);
        }
        if (partitions.Length > 0) _committed = _commits.LookUp(partitions);
        _group.Observers.Assigned(partitions);
        _group.Group.Metrics.Rebalanced("assigned", queues.Count);
        ReadWhatIsWhole();
        ConsumingLog.PartitionsAssigned(_log, _group.Name, partitions.Names(), _assignments.Count);
    }

    private void ReadWhatIsWhole()
    {
        // Each one's share of what may be under way is known before any reads.
        var whole = _assignments.TakeWhole();
        foreach (var assigned in whole) _group.Partitions.Add(assigned.Progress);
        foreach (var assigned in whole) Read(assigned);
        SayWhatIsHeld();
    }

    private void SayWhatIsHeld()
    {
        if (_assignments.Held.Count > 0)
        {
            Timers.StartSingleTimer(HeldTooLong.Instance, HeldTooLong.Instance, _group.Options.TopicCheckInterval);
            return;
        }
        Timers.Cancel(HeldTooLong.Instance);
        _group.Problems.Settle(nameof(HeldTooLong));
    }

    private void OnHeldTooLong()
    {
        if (_assignments.Held.Count == 0) return;
        var problem = $"{_assignments.Held.Names()}: assigned to this process without the same partitions of the group's other topics, and not read: do all its processes read the same topics?";
        if (_group.Problems.Report(nameof(HeldTooLong), ProblemCause.PartitionsUnlike, problem)) ConsumingLog.PartHinderedNow(_log, _group.Name, problem);
    }

    private void Read(Assigned assigned)
    {
        var partition = assigned.Queue.TopicPartition;
        var route = _group.Group.Routes.First(r => r.Name == partition.Topic);
        var id = _topics[partition.Topic].Id is { Length: > 0 } known ? known : null;
        var toRead = new PartitionToRead(route, assigned.Queue, assigned.Progress, id, _committed, Again: assigned.Failures > 0);
        var (group, client, look, shards) = (_group, _client, _look, _shards);
        assigned.Consumer = Context.ActorOf(
            Props.Create(() => new PartitionConsumer(group, toRead, client, look, shards)),
            $"{partition.Topic}-{partition.Partition.Value}-{++_consumers}");
        Context.Watch(assigned.Consumer);
    }

    private void OnConsumerEnded(IActorRef consumer)
    {
        if (_assignments.Of(consumer) is not { } assigned) return;
        var partition = assigned.Queue.TopicPartition;
        assigned.Consumer = ActorRefs.Nobody;
        if (_handovers.Contains(partition))
        {
            Self.Tell(new PartitionDrained(partition));
            return;
        }
        var wait = Backoff.Wait(_group.Options.ReopenBackoff, MaxReopenBackoff, assigned.Failures++);
        assigned.Failed = _group.Time.GetTimestamp();
        var failure = assigned.Failure;
        assigned.Failure = null;
        var reason = failure is null ? "it has ended" : Reason.Of(failure);
        var problem = $"{partition.Name()}: its consumer has failed ({reason}); it is read again from what was finished";
        var isNew = _group.Problems.Report(new PartitionProblem(partition, "consumer"), ProblemCause.ConsumerFailed, problem);
        ConsumingLog.ConsumerFailed(
            _log, isNew ? LogLevel.Error : LogLevel.Debug, failure, _group.Name, partition.Topic, partition.Partition.Value, reason,
            Durations.Text(wait));
        Timers.StartSingleTimer(partition, new ReadAgain(partition), wait);
    }

    private void SettleWhatWorks()
    {
        foreach (var (partition, assigned) in _assignments.Read)
        {
            if (assigned.Failed is not { } failed || assigned.Consumer.IsNobody() || _group.Time.GetElapsedTime(failed) < WorksAfter) continue;
            assigned.Failed = null;
            _group.Problems.Settle(new PartitionProblem(partition, "consumer"));
        }
    }

    private void OnTopicRecreated(TopicRecreated made)
    {
        if (!_topics.TryGetValue(made.Topic, out var known) || known.Id == made.Id) return;
        _topics[made.Topic] = known with { Id = made.Id };
        if (_group.Group.KeepsOffsets)
        {
            Context.Parent.Tell(new TopicsChanged($"topic {made.Topic} has been deleted and made again"), Self);
            return;
        }
        ConsumingLog.TopicReadFromBeginning(_log, _group.Name, made.Topic, "");
        foreach (var (partition, assigned) in _assignments.Read)
            if (partition.Topic == made.Topic) assigned.Consumer.Tell(made);
    }

    private void OnRevoked(ReaderEvents.PartitionsRevoked revoked)
    {
        ConsumingLog.PartitionsGivenUp(_log, _group.Name, revoked.Partitions.Names());
        _group.Group.Metrics.Rebalanced("revoked", revoked.Partitions.Count);
        _group.Observers.Revoking(revoked.Partitions);
        _assignments.Release(revoked.Partitions);
        SayWhatIsHeld();
        var revocation = new Revocation(revoked.Done, [.. revoked.Partitions.Where(_assignments.Read.ContainsKey)]);
        if (revocation.Left.Count == 0)
        {
            revoked.Done.TrySetResult();
            return;
        }
        _handovers.Begin(revocation);
        Timers.StartSingleTimer(revocation, new DrainTimedOut(revocation), _group.Options.DrainTimeout);
        foreach (var partition in revocation.Left)
        {
            if (_assignments[partition]!.Consumer is var consumer && !consumer.IsNobody()) consumer.Tell(DrainPartition.Instance);
            else Self.Tell(new PartitionDrained(partition));
        }
    }

    private void OnDrainTimedOut(Revocation revocation)
    {
        if (revocation.Left.Count == 0) return;
        ConsumingLog.DrainTimedOut(_log, _group.Name, revocation.Left.Names(), Durations.Text(_group.Options.DrainTimeout));
        foreach (var partition in revocation.Left.ToArray())
            if (_handovers.Drained(partition) is { } drained) HandOver(drained);
    }

    private void HandOver(Revocation revocation)
    {
        Timers.Cancel(revocation);
        var (drained, done) = (revocation.Drained, revocation.Done);
        var offsets = _assignments.Finished(drained);
        foreach (var partition in drained) Drop(partition);
        if (offsets.Count == 0)
        {
            _group.Observers.Revoked(drained);
            done.TrySetResult();
            return;
        }
        _client.Commit(offsets).ContinueWith(
            commit =>
            {
                if (commit.IsFaulted)
                    ConsumingLog.NotCommittedAtHandover(
                        _log, Reason.Stack(_log, commit.Exception), _group.Name, drained.Names(), Reason.Message(commit.Exception));
                else _group.Observers.Committed(offsets);
                _group.Observers.Revoked(drained);
                done.TrySetResult();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnLost(IReadOnlyList<TopicPartition> partitions)
    {
        ConsumingLog.PartitionsLost(_log, _group.Name, partitions.Names());
        _group.Group.Metrics.Rebalanced("lost", partitions.Count);
        _assignments.Release(partitions);
        SayWhatIsHeld();
        foreach (var partition in partitions)
        {
            _handovers.Lost(partition);
            Drop(partition);
        }
        _group.Observers.Lost(partitions);
        _reachability.Joins();
    }

    private void Drop(TopicPartition partition)
    {
        if (_assignments.Remove(partition) is not { } assigned) return;
        _group.Partitions.Remove(assigned.Progress);
        Timers.Cancel(partition);
        SettleWhatIsNoLongerHere();
        if (assigned.Consumer.IsNobody()) return;
        Context.Unwatch(assigned.Consumer);
        Context.Stop(assigned.Consumer);
    }

    // The next owner's process has the say; a shard that was given up may still have told of its last write's failure.
    private void SettleWhatIsNoLongerHere() => _group.Problems.Settle(problem => problem switch
    {
        TopicPartition partition => _assignments[partition] is null,
        PartitionProblem { Partition: var partition } => _assignments[partition] is null,
        ShardProblem shard => !_assignments.Read.Keys.Any(p => p.Partition.Value == shard.Shard),
        _ => false,
    });

    private void OnFailed(Error error)
    {
        if (!error.IsFatal)
        {
            _reachability.OnFailed(error);
            return;
        }
        var cause = ClientTrouble.Of(error, _group.Name)?.Text ?? $"the Kafka client has failed for good ({error.Code}: {error.Reason})";
        Context.Parent.Tell(new ReaderFailed(cause), Self);
        Context.Stop(Self);
    }

    private sealed class CommitNow
    {
        public static readonly CommitNow Instance = new();
    }

    private sealed class HeldTooLong
    {
        public static readonly HeldTooLong Instance = new();
    }

    private sealed record ReadAgain(TopicPartition Partition) : INoSerializationVerificationNeeded;

    private sealed record DrainTimedOut(Revocation Revocation) : INoSerializationVerificationNeeded;

    private sealed class Left
    {
        public static readonly Left Instance = new();
    }
}
