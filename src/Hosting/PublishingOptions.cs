namespace Akka.Events.Hosting;

/// <summary>How events are published. What isn't set in code comes from <c>akka.events.publish</c>.</summary>
public sealed class PublishingOptions
{
    /// <summary>How long a record waits for others to travel with. Default 5 milliseconds.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Records that may be on their way at once; further ones wait. Default 50,000.</summary>
    public int MaxInFlight { get; set; } = 50_000;

    /// <summary>Bytes that may be on their way at once; further records wait. Default 256 MiB.</summary>
    public long MaxInFlightBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The largest record that is sent; broker and topic have limits of their own. Default 1,000,000 bytes.</summary>
    public long MaxRecordBytes { get; set; } = 1_000_000;

    /// <summary>After how long a record that no broker has acknowledged fails. Default 2 minutes.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long stopping waits for what is on its way. Default 10 seconds.</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Published events carry CloudEvents metadata in their headers. Default true.</summary>
    public bool CloudEvents { get; set; } = true;

    /// <summary>The <c>ce_source</c> of events that bring none. Default /akka-events.</summary>
    public string Source { get; set; } = "/akka-events";

    /// <summary>
    /// Only topics that are registered (<see cref="EventsBuilder.RegisterTopic{T}"/>) may be published to. Default false.
    /// </summary>
    public bool RequireRegisteredTopics { get; set; }

    /// <summary>
    /// What entities publish is sent in Kafka transactions: readers with read_committed see it once. Needs rights on transactional ids and
    /// groups. Off, for brokers without: at least once, with the same event id. Default true.
    /// </summary>
    public bool EntityTransactions { get; set; } = true;

    /// <summary>
    /// Producers with transactions that this process may have at once: one for each partition whose entities are publishing. Further partitions
    /// wait for their turn. Default 64.
    /// </summary>
    public int MaxEntityProducers { get; set; } = 64;

    /// <summary>Headers of every event that brings none of the same name. Default none.</summary>
    public IDictionary<string, string> Headers { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
