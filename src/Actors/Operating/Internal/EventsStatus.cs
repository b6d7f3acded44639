using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;

namespace Akka.Events.Operating.Internal;

internal sealed class EventsStatus(RunningGroups runtime) : IEventsStatus
{
    public IReadOnlyList<GroupStatus> Groups => [.. runtime.Groups.Select(Of)];

    private static GroupStatus Of(RunningGroup group)
    {
        var metrics = group.Context.Metrics;
        var budget = group.Context.Budget;
        PartitionStatus[] partitions =
        [
            .. group.Partitions.All.OrderBy(p => p.TopicPartition.Topic, StringComparer.Ordinal)
                .ThenBy(p => p.TopicPartition.Partition.Value).Select(Of),
        ];
        // Read after the partitions: all that lies below their watermarks is counted.
        var handled = group.Partitions.Handled;
        var problem = group.Problem;
        return new GroupStatus(
            group.Context.Name, problem, handled, metrics.Failed, metrics.Discarded, metrics.Blocked, budget.Active, budget.Resident,
            partitions)
        {
            ProblemIsPartial = group.Context.Problems.ArePartial,
        };
    }

    private static PartitionStatus Of(PartitionProgress p) =>
        new(
            p.TopicPartition.Topic, p.TopicPartition.Partition.Value, Known(p.Position), Known(p.Watermark), Known(p.Lag), p.Outstanding,
            p.Gap, p.HeldBack, p.Handled);

    private static long? Known(long offset) => offset < 0 ? null : offset;
}
