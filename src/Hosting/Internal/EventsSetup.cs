using Akka.Events.Consuming;

namespace Akka.Events.Hosting.Internal;

/// <summary>What was said in code.</summary>
internal sealed class EventsSetup
{
    public Action<KafkaOptions>? Kafka { get; set; }

    public Action<PostgreSqlOptions>? PostgreSql { get; set; }

    public Action<TopicOptions>? Topics { get; set; }

    public Action<PublishingOptions>? Publish { get; set; }

    /// <summary>Null: there is no outbox.</summary>
    public Action<OutboxOptions>? Outbox { get; set; }

    public HashSet<string> RegisteredTopics { get; } = [];

    public Action<GroupOptions>? GroupDefaults { get; set; }

    public Action<SqliteOptions>? Sqlite { get; set; }

    /// <summary>What code has chosen; nothing when the configuration may.</summary>
    public SortedSet<StoreKind> Stores { get; } = [];

    public List<GroupBuilder> Groups { get; } = [];
}
