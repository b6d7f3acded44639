using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>How topics are made that don't exist.</summary>
internal sealed record TopicSettings
{
    /// <summary>host:port, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>What topics are called in Kafka.</summary>
    public TopicNames Names { get; init; } = TopicNames.AsDefined;

    /// <summary>Partitions of topics that wish for no number.</summary>
    public int Partitions { get; init; } = 8;

    /// <summary>Replicas of topics that wish for no number. Never more than there are brokers.</summary>
    public short Replicas { get; init; } = 3;

    /// <summary>Retention of topics that wish for none; null for the brokers' own.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Topics that wish for neither are compacted.</summary>
    public bool Compacted { get; init; }

    /// <summary>What an existing topic that is otherwise than wished for leads to.</summary>
    public TopicMismatch Mismatch { get; init; } = TopicMismatch.Warn;

    /// <summary>How long making a topic may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>librdkafka's properties, passed through.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>How often what keeps a client from its brokers is logged; the clients of a process share it.</summary>
    public ClientLog.Brokers Brokers { get; init; } = new();
}
