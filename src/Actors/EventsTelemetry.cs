using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Akka.Events;

/// <summary>
/// The library's meter and activity source, both named <c>Akka.Events</c>; names follow OpenTelemetry's messaging conventions. What listens
/// to them can't reach who measures.
/// </summary>
internal static class EventsTelemetry
{
    public const string Name = "Akka.Events";

    // OpenTelemetry's buckets for durations in seconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly string? Version =
        typeof(EventsTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static readonly ActivitySource Activities = new(Name, Version);

    public static readonly Meter Meter = new(Name, Version);

    public static readonly ContainedCounter Consumed = Counter("messaging.client.consumed.messages", "{message}", "Records taken from Kafka.");

    public static readonly ContainedCounter Sent = Counter(
        "messaging.client.sent.messages", "{message}", "Records that a broker has acknowledged.");

    public static readonly ContainedHistogram<double> ProcessDuration = Time(
        "messaging.process.duration", "Time a handler took for one event.");

    public static readonly ContainedCounter Failed = Counter("akka_events.failures", "{event}", "Attempts at an event that failed.");

    public static readonly ContainedCounter Discarded = Counter("akka_events.discarded", "{event}", "Events given up and acknowledged.");

    public static readonly ContainedCounter Saved = Counter(
        "akka_events.dead_letters", "{event}", "Events given up and put among the dead letters.");

    public static readonly ContainedCounter RetriedLater = Counter(
        "akka_events.retried_later", "{event}", "Events put into a retry topic.");

    public static readonly ContainedCounter Repeated = Counter(
        "akka_events.repeated", "{event}", "Events acknowledged without their handler, which had handled their id before.");

    public static readonly ContainedCounter BreakersOpened = Counter(
        "akka_events.breaker.opened", "{opening}", "Circuit breakers that have opened after errors in a row.");

    public static readonly ContainedCounter SubscriptionDropped = Counter(
        "akka_events.subscription.dropped", "{event}", "Events that subscriptions were too slow for.");

    public static readonly ContainedHistogram<long> BatchSize = new(
        Meter.CreateHistogram<long>("akka_events.batch.size", "{record}", "Records made durable by one commit."));

    public static readonly ContainedHistogram<double> CommitTime = Time(
        "akka_events.commit.time", "Time of one commit, from handing it over to its being durable.");

    public static readonly ContainedHistogram<double> RecoveryTime = Time(
        "akka_events.recovery.time", "Time from a partition's assignment to its first read.");

    public static readonly ContainedHistogram<double> CheckpointTime = Time("akka_events.checkpoint.time", "Time of one checkpoint.");

    public static readonly ContainedCounter Rebalances = Counter(
        "akka_events.rebalances", "{event}", "Assignments, revocations and losses of partitions.");

    private static long _contained;

    static EventsTelemetry() => Meter.CreateObservableCounter(
        "akka_events.contained", () => Contained, "{exception}",
        "Exceptions of loggers and listeners that were kept from reaching the event path.");

    public static long Contained => Interlocked.Read(ref _contained);

    public static void RecordSent(string topic)
    {
        if (Sent.Enabled) Sent.Add(1, new TagList { { Tags.System, Tags.Kafka }, { Tags.Topic, topic } });
    }

    /// <summary>A logger or a listener has thrown: there is nobody left to tell, but it can be seen.</summary>
    public static void ObserverThrew() => Interlocked.Increment(ref _contained);

    private static ContainedCounter Counter(string name, string unit, string description) =>
        new(Meter.CreateCounter<long>(name, unit, description));

    private static ContainedHistogram<double> Time(string name, string description) =>
        new(Meter.CreateHistogram(name, "s", description, tags: null, Seconds));
}
