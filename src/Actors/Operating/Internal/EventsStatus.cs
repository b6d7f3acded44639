using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling.Internal.Shared;
using Confluent.Kafka;

namespace Akka.Events.Operating.Internal;

internal sealed class EventsStatus(RunningGroups runtime) : IEventsStatus
{
    public IReadOnlyList<GroupStatus> Groups => [.. runtime.Groups.Select(Of)];

    public OutboxStatus? Outbox => runtime.Outbox is { } outbox
        ? new OutboxStatus(
            outbox.State.Forwards, outbox.State.Forwarded, [.. outbox.Problems.All.Select(p => new GroupProblem(p.Cause, p.Text, p.Since))])
        : null;

    public GroupProblem? Publishing => runtime.Publishing?.Invoke() is { } trouble ? new GroupProblem(trouble.Cause, trouble.Text, trouble.Since) : null;

    public IReadOnlyList<ReadTopicStatus> ReadTopics =>
    [
        .. (runtime.Views?.All ?? []).Select(v => new ReadTopicStatus(v.Reading.Topic, v.Reading.Problem, v.Reading.Age, null, v.Count, v.IsCurrent)),
        .. (runtime.Subscriptions?.Readings ?? []).Select(
            s => new ReadTopicStatus(s.Reading.Topic, s.Reading.Problem, s.Reading.Age, s.Subscriptions, null, s.Reading.Started.IsCompleted)),
    ];

    private static GroupStatus Of(RunningGroup group)
    {
        var metrics = group.Context.Metrics;
        var budget = group.Context.Budget;
        PartitionStatus[] partitions =
        [
            .. group.Partitions.All.OrderBy(p => p.TopicPartition.Topic, StringComparer.Ordinal)
                .ThenBy(p => p.TopicPartition.Partition.Value).Select(p => Of(p, group.Member.Pauses)),
        ];
        // Read after the partitions: all that lies below their watermarks is counted.
        var handled = group.Partitions.Handled;
        var problems = group.Context.Problems.All;
        return new GroupStatus(
            group.Context.Name, group.Problem, handled, metrics.Failed, metrics.Discarded, metrics.Blocked, budget.Active, budget.Resident,
            partitions)
        {
            Saved = metrics.Saved,
            Unsent = metrics.Unsent,
            ReadAge = group.Member.Alone?.Age,
            IsJoining = !group.Member.HasJoined,
            Problems = [.. problems.Select(p => new GroupProblem(p.Cause, p.Text, p.Since))],
            ProblemIsPartial = problems.Count > 0 && problems.All(p => p.Cause.IsPartial()) && !StopsAll(problems, partitions),
        };
    }

    // Each partition for its own reason: then nothing of the group goes on.
    private static bool StopsAll(IReadOnlyList<Problem> problems, PartitionStatus[] partitions)
    {
        var stopped = problems.Where(p => p.Cause.StopsPartition()).Select(p => PartitionOf(p.Of)).ToHashSet();
        return partitions.Length > 0 && partitions.All(p => stopped.Contains(p.Partition));
    }

    private static int? PartitionOf(object of) => of switch
    {
        ShardProblem problem => problem.Shard,
        PartitionProblem problem => problem.Partition.Partition.Value,
        TopicPartition partition => partition.Partition.Value,
        _ => null,
    };

    private static PartitionStatus Of(PartitionProgress p, Pauses pauses) =>
        new(
            p.TopicPartition.Topic, p.TopicPartition.Partition.Value, Known(p.Position), Known(p.Watermark), Known(p.Lag), p.Outstanding,
            p.Gap, p.HeldBack, p.Handled)
        {
            Paused = pauses.Holds(p.TopicPartition),
            CatchingUpTo = p.CatchUp > p.Watermark ? p.CatchUp : null,
        };

    private static long? Known(long offset) => offset < 0 ? null : offset;
}
