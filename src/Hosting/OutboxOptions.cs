namespace Akka.Events.Hosting;

/// <summary>How events that were published inside of database transactions get to Kafka. What isn't set in code comes from <c>akka.events.outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>
    /// This process may forward: of all that may, one does. Off: it only writes, and needs another that forwards. Default true.
    /// </summary>
    public bool Forward { get; set; } = true;

    /// <summary>
    /// Events go to Kafka in its transactions, so that readers with read_committed see each once. Off, for brokers without: at least once, with
    /// the same event id. Default true.
    /// </summary>
    public bool Transactions { get; set; } = true;

    /// <summary>Events in one transaction, at most. Default 5,000.</summary>
    public int BatchSize { get; set; } = 5000;

    /// <summary>Bytes in one transaction; one event may go beyond it. Default 8 MiB.</summary>
    public long BatchBytes { get; set; } = 8 << 20;

    /// <summary>How often the forwarder looks for events of which it wasn't told. Default 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long an event that couldn't be sent is tried again. Default 30 seconds.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(30);
}
