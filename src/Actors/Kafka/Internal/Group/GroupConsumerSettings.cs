using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>What a member of a consumer group is made of.</summary>
internal sealed record GroupConsumerSettings
{
    /// <summary>host:port, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    public required string GroupId { get; init; }

    /// <summary>
    /// Where a consumer without a group reads on: it has all partitions of its topics for itself, joins nothing, and leaves nothing behind on
    /// the brokers. Null for a member of the group.
    /// </summary>
    public LonePositions? Alone { get; init; }

    public string? ClientId { get; init; }

    /// <summary>group.instance.id: static membership, so that a quick restart moves no partition. Null for none.</summary>
    public string? GroupInstanceId { get; init; }

    /// <summary>The classic protocol, or KIP-848's.</summary>
    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    /// <summary>
    /// True when equal partition numbers of several topics must go to the same member: assigned by range. Otherwise cooperative-sticky
    /// (classic) or the broker's own assignor (KIP-848).
    /// </summary>
    public bool CoPartitioned { get; init; }

    /// <summary>Where a group without a committed offset begins.</summary>
    public AutoOffsetReset OffsetReset { get; init; } = AutoOffsetReset.Earliest;

    /// <summary>How often the client looks whether its topics have more partitions, and joins anew when they have.</summary>
    public TimeSpan TopicRefresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes that may lie prefetched, over all partitions.</summary>
    public long PrefetchBytes { get; init; } = 8L << 20;

    /// <summary>Partitions that this member may come to own, among which the prefetch budget is shared out.</summary>
    public int ExpectedPartitions { get; init; } = 8;

    /// <summary>
    /// How long closing may take when the handlers have ended: at most this for the commits of what is handed over, and this again for the
    /// rest.
    /// </summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the member takes at most to give partitions up.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Read partitions through librdkafka's own queues where that is possible; else through Confluent.Kafka's Consume.</summary>
    public bool NativeQueues { get; init; } = true;

    /// <summary>librdkafka's properties, passed through.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>How often what keeps a client from its brokers is logged; the clients of a process share it.</summary>
    public ClientLog.Brokers Brokers { get; init; } = new();
}
