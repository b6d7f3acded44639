namespace Akka.Events.Kafka.Internal;

/// <summary>What a producer is made of.</summary>
internal sealed record ProducerSettings
{
    /// <summary>host:port, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    public string? ClientId { get; init; }

    /// <summary>How long a record waits for others to travel with.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Bytes that may be on their way at once; further records wait.</summary>
    public long MaxInFlightBytes { get; init; } = 256L << 20;

    /// <summary>The largest record, as the client allows it (message.max.bytes).</summary>
    public int MaxRecordBytes { get; init; } = 1_000_000;

    /// <summary>After how long a record that no broker has acknowledged fails.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long closing waits for what is on its way.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>librdkafka's properties, passed through.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>How often what keeps a client from its brokers is logged; the clients of a process share it.</summary>
    public ClientLog.Brokers Brokers { get; init; } = new();
}
