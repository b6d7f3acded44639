using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Akka.Events;

/// <summary>
/// The library's meter and activity source, both named <c>Akka.Events</c>; names follow OpenTelemetry's messaging conventions.
/// </summary>
internal static class EventsTelemetry
{
    public const string Name = "Akka.Events";

    public static readonly ActivitySource Activities = new(Name);

    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Records taken from Kafka.");

    public static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Records that a broker has acknowledged.");

    public static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram<double>(
        "messaging.process.duration", "s", "Time a handler took for one event.");

    public static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "akka_events.failures", "{event}", "Attempts at an event that failed.");

    public static readonly Counter<long> Discarded = Meter.CreateCounter<long>(
        "akka_events.discarded", "{event}", "Events given up and acknowledged.");

    public static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>(
        "akka_events.batch.size", "{record}", "Records made durable by one commit.");

    public static readonly Histogram<double> CommitTime = Meter.CreateHistogram<double>(
        "akka_events.commit.time", "s", "Time of one commit, from handing it over to its being durable.");

    public static readonly Histogram<double> RecoveryTime = Meter.CreateHistogram<double>(
        "akka_events.recovery.time", "s", "Time from a partition's assignment to its first read.");

    public static readonly Histogram<double> CheckpointTime = Meter.CreateHistogram<double>(
        "akka_events.checkpoint.time", "s", "Time of one checkpoint.");

    public static readonly Counter<long> Rebalances = Meter.CreateCounter<long>(
        "akka_events.rebalances", "{event}", "Assignments, revocations and losses of partitions.");

    public static void RecordSent(string topic)
    {
        if (Sent.Enabled) Sent.Add(1, new("messaging.system.name", "kafka"), new("messaging.destination.name", topic));
    }
}
