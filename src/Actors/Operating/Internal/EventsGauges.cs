using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Akka.Events.Operating.Internal;

/// <summary>What is measured by looking: where groups and their partitions stand. The instruments are the process's, whatever number of event systems run in it.</summary>
internal static class EventsGauges
{
    private static readonly ConcurrentDictionary<EventsStatus, byte> Observed = new();

    static EventsGauges()
    {
        Of("akka_events.lag", "{message}", "Records of a partition that are not finished yet.", p => p.Lag);
        Of("akka_events.outstanding", "{message}", "Records of a partition under way.", p => p.Outstanding);
        Of("akka_events.watermark_gap", "{message}", "Distance between a partition's first unfinished record and the newest one taken.", p => p.Gap);
        Of("akka_events.paused", "{partition}", "1 while a partition isn't read on because too much is under way, else 0.", p => p.HeldBack ? 1 : 0);
        Of("akka_events.partitions", "{partition}", "Partitions assigned to this process.", g => g.Partitions.Count);
        Of("akka_events.blocked_keys", "{key}", "Keys that wait for an event that can't be handled.", g => g.BlockedKeys);
        Of("akka_events.entities.active", "{entity}", "Entities with a live handler actor.", g => g.ActiveEntities);
        Of("akka_events.entities.resident", "{entity}", "Entities whose state is in memory.", g => g.ResidentEntities);
    }

    /// <summary>Shows an event system until the result is disposed.</summary>
    public static IDisposable Observe(EventsRuntime runtime)
    {
        var status = new EventsStatus(runtime);
        Observed.TryAdd(status, 0);
        return new Observation(status);
    }

    private static void Of(string name, string unit, string description, Func<GroupStatus, long> value) => EventsTelemetry.Meter.CreateObservableGauge(
        name,
        () => Observed.Keys.SelectMany(s => s.Groups).Select(g => new Measurement<long>(value(g), Tags(g))),
        unit,
        description);

    private static void Of(string name, string unit, string description, Func<PartitionStatus, long?> value) => EventsTelemetry.Meter.CreateObservableGauge(
        name,
        () => Observed.Keys.SelectMany(s => s.Groups).SelectMany(g => g.Partitions.Where(p => value(p) is not null).Select(p => new Measurement<long>(value(p)!.Value, Tags(g, p)))),
        unit,
        description);

    private static KeyValuePair<string, object?>[] Tags(GroupStatus group) => [new("messaging.system.name", "kafka"), new("messaging.consumer.group.name", group.Name)];

    private static KeyValuePair<string, object?>[] Tags(GroupStatus group, PartitionStatus partition) =>
        [.. Tags(group), new("messaging.destination.name", partition.Topic), new("messaging.destination.partition.id", partition.Partition)];

    private sealed class Observation(EventsStatus status) : IDisposable
    {
        public void Dispose() => Observed.TryRemove(status, out _);
    }
}
