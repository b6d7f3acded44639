using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Akka.Events.Operating.Internal;

/// <summary>
/// What is measured by looking: where groups and their partitions stand. The instruments are the process's, whatever number of event
/// systems run in it.
/// </summary>
internal static class EventsGauges
{
    private static readonly ConcurrentDictionary<EventsStatus, byte> Observed = new();

    static EventsGauges()
    {
        Of("akka_events.lag", "{message}", "Records of a partition that are not finished yet.", p => p.Lag);
        Of("akka_events.outstanding", "{message}", "Records of a partition under way.", p => p.Outstanding);
        Of("akka_events.watermark_gap", "{message}", "Distance from a partition's first unfinished record to its newest.", p => p.Gap);
        Of("akka_events.paused", "{partition}", "1 while too much of a partition is under way to read on, else 0.", p => p.HeldBack
            ? 1 : 0);
        Of("akka_events.partitions", "{partition}", "Partitions assigned to this process.", g => g.Partitions.Count);
        Of("akka_events.blocked_keys", "{key}", "Keys that wait for an event that can't be handled.", g => g.BlockedKeys);
        Of("akka_events.unsent", "{message}", "Records that entities have published and that are not in Kafka yet.", g => g.Unsent);
        Of("akka_events.entities.active", "{entity}", "Entities with a live handler actor.", g => g.ActiveEntities);
        Of("akka_events.entities.resident", "{entity}", "Entities whose state is in memory.", g => g.ResidentEntities);
        EventsTelemetry.Meter.CreateObservableGauge(
            "akka_events.read_age", ReadAges, "s", "Time since a broadcast had read all that its topics had.");
    }

    /// <summary>Shows an event system until the result is disposed.</summary>
    public static IDisposable Observe(RunningGroups runtime)
    {
        var status = new EventsStatus(runtime);
        Observed.TryAdd(status, 0);
        return new Observation(status);
    }

    private static IEnumerable<GroupStatus> Groups => Observed.Keys.SelectMany(status => status.Groups);

    private static IEnumerable<Measurement<double>> ReadAges() =>
        Groups.SelectMany(g => g.ReadAge is { } age ? [new Measurement<double>(age.TotalSeconds, Tags(g))] : Array.Empty<Measurement<double>>())
            .Concat(Observed.Keys.SelectMany(status => status.ReadTopics).GroupBy(t => t.Topic).Select(
                t => new Measurement<double>(
                    t.Max(one => one.Age).TotalSeconds, new(Events.Tags.System, Events.Tags.Kafka), new(Events.Tags.Topic, t.Key))));

    private static void Of(string name, string unit, string description, Func<GroupStatus, long> value)
    {
        EventsTelemetry.Meter.CreateObservableGauge(name, Measure, unit, description);

        IEnumerable<Measurement<long>> Measure() => Groups.Select(group => new Measurement<long>(value(group), Tags(group)));
    }

    private static void Of(string name, string unit, string description, Func<PartitionStatus, long?> value)
    {
        EventsTelemetry.Meter.CreateObservableGauge(name, Measure, unit, description);

        IEnumerable<Measurement<long>> Measure()
        {
            foreach (var group in Groups)
                foreach (var partition in group.Partitions)
                    if (value(partition) is { } known)
                        yield return new Measurement<long>(known, Tags(group, partition));
        }
    }

    private static KeyValuePair<string, object?>[] Tags(GroupStatus group) =>
        [new(Events.Tags.System, Events.Tags.Kafka), new(Events.Tags.Group, group.Name)];

    private static KeyValuePair<string, object?>[] Tags(GroupStatus group, PartitionStatus partition) =>
    [
        .. Tags(group),
        new(Events.Tags.Topic, partition.Topic),
        new(Events.Tags.Partition, partition.Partition),
    ];

    private sealed class Observation(EventsStatus status) : IDisposable
    {
        public void Dispose() => Observed.TryRemove(status, out _);
    }
}
