using Akka.Events.Hosting.Configuration.Internal;

namespace Akka.Events.Hosting;

/// <summary>How Kafka is reached. What isn't set in code comes from <c>akka.events.kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>Brokers to begin with: host:port, separated by commas. No default: it must be given.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Names this process in the brokers' logs and metrics. Default: librdkafka's own.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// Bytes of keys and values that may lie prefetched in a group's client, over all its partitions; each record takes some 500 more.
    /// Default 8 MiB.
    /// </summary>
    public long PrefetchBytes { get; set; } = 8L * 1024 * 1024;

    /// <summary>
    /// Partitions that one group is expected to have in this process, among which the prefetch budget is shared out. Default 8.
    /// </summary>
    public int ExpectedPartitions { get; set; } = 8;

    /// <summary>
    /// How long leaving a group may take when its handlers have ended: at most this for committing what they have finished, and this again
    /// for the rest. Default 10 seconds.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Read partitions through librdkafka's own queues where that is possible; else record by record, at a fifth of the speed. Default
    /// true.
    /// </summary>
    public bool NativeQueues { get; set; } = true;

    /// <summary>
    /// Properties of librdkafka, by their own names (<c>security.protocol</c>), for every client of this process. Default none.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
