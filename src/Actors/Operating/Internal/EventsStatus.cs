using Akka.Events.Consuming.Internal;

namespace Akka.Events.Operating.Internal;

internal sealed class EventsStatus(EventsRuntime runtime) : IEventsStatus
{
    public IReadOnlyList<GroupStatus> Groups => [.. runtime.Groups.Select(Of)];

    private static GroupStatus Of(GroupRuntime group)
    {
        var metrics = group.Context.Metrics;
        var budget = group.Context.Budget;
        return new GroupStatus(group.Context.Name, group.Problem, group.Progress.Handled, metrics.Failed, metrics.Discarded, metrics.Blocked, budget.Active, budget.Resident,
            [.. group.Progress.Partitions.OrderBy(p => p.TopicPartition.Topic, StringComparer.Ordinal).ThenBy(p => p.TopicPartition.Partition.Value).Select(Of)]);
    }

    private static PartitionStatus Of(PartitionProgress p) =>
        new(
            p.TopicPartition.Topic, p.TopicPartition.Partition.Value, Known(p.Position), Known(p.Watermark), Known(p.Lag), p.Outstanding,
            p.Gap, p.HeldBack, p.Handled);

    private static long? Known(long offset) => offset < 0 ? null : offset;
}
