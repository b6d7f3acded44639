using Akka.Events.Consuming;

namespace Akka.Events.Hosting.Internal;

/// <summary>What was said in code.</summary>
internal sealed class EventsSetup
{
    public Action<KafkaOptions>? Kafka { get; set; }

    public Action<PostgreSqlOptions>? PostgreSql { get; set; }

    public Action<PublishingOptions>? Publish { get; set; }

    public Action<GroupOptions>? GroupDefaults { get; set; }

    /// <summary>True and false when code has chosen the store; null when the configuration may.</summary>
    public bool? InMemory { get; set; }

    public List<GroupBuilder> Groups { get; } = [];
}
