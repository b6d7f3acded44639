using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>
/// One member of the group: turns assignments into partition consumers, commits what they have finished, drains them on revocation, and
/// drops them on loss.
/// </summary>
internal sealed partial class KafkaReader : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly MemberContext _group;
    private readonly IActorRef _shards;
    private readonly IGroupConsumer _client;
    private readonly ILogger _log;
    private readonly int _partitions;
    private readonly Events _events;
    private readonly Dictionary<TopicPartition, Assigned> _assigned = [];
    private readonly Dictionary<TopicPartition, IPartitionQueue> _held = [];
    private readonly Dictionary<TopicPartition, Revocation> _draining = [];
    private bool _committing;
    private bool _probing;
    private int _generation;

    public KafkaReader(MemberContext group, IActorRef shards, IGroupConsumer client, int partitions)
    {
        _group = group;
        _shards = shards;
        _client = client;
        _partitions = partitions;
        _events = new Events(Self);
        _log = group.Log("Akka.Events.Reader");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _client.Start([.. _group.Group.Routes.Select(r => r.Name)], _events);
        Timers.StartPeriodicTimer(CommitNow.Instance, CommitNow.Instance, _group.Options.CommitInterval);
    }

    protected override void PostStop()
    {
        // The poll thread may be waiting for an answer to what is still in the mailbox.
        _events.End();
        foreach (var revocation in _draining.Values) revocation.Done.TrySetResult();
        _assigned.Clear();
        SettleWhatIsNoLongerHere();
        _group.Problems.Settle(nameof(KafkaReader));
        _group.Problems.Settle(nameof(HeldTooLong));
        _group.Partitions.Clear();
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

    private static string Names(IEnumerable<TopicPartition> partitions) =>
        string.Join(
            ", ", partitions.GroupBy(p => p.Topic).Select(t => $"{t.Key} [{string.Join(' ', t.Select(p => p.Partition.Value).Order())}]"));

    private sealed record Assigned(IActorRef Consumer, PartitionProgress Progress)
    {
        /// <summary>What Kafka had committed before this assignment, until it has been compared with the journal.</summary>
        public long? Before { get; set; }
    }

    private sealed class Left
    {
        public static readonly Left Instance = new();
    }
}
