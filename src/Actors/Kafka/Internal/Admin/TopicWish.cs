using System.Globalization;
using Akka.Events.Topics;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>A topic as it should be.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">Null for the configured number, whatever an existing topic has.</param>
/// <param name="Replicas">Null for the configured number, whatever an existing topic has.</param>
/// <param name="Properties">
/// Kafka's topic properties, such as cleanup.policy; what isn't named is as configured, whatever an existing topic has.
/// </param>
internal sealed record TopicWish(
    string Name, int? Partitions = null, short? Replicas = null, IReadOnlyDictionary<string, string>? Properties = null)
{
    private const string Cleanup = "cleanup.policy", RetentionMs = "retention.ms";

    /// <summary>Whether an existing topic can be otherwise than wished for.</summary>
    public bool IsParticular => !TakenAsItIs && (Partitions is not null || Replicas is not null || Properties is { Count: > 0 });

    /// <summary>An existing topic is right, whatever it is like.</summary>
    public bool TakenAsItIs { get; init; }

    /// <summary>What a topic's definition says.</summary>
    public static TopicWish Of(ITopic topic) =>
        new(topic.Name, topic.Partitions, topic.Replicas, PropertiesOf(topic.Retention, topic.Compacted)) { TakenAsItIs = topic.TakenAsItIs };

    /// <summary>The properties to make the topic with.</summary>
    public Dictionary<string, string> PropertiesOr(TopicSettings settings)
    {
        var properties = PropertiesOf(settings.Retention, settings.Compacted ? true : null);
        foreach (var (name, value) in Properties ?? new Dictionary<string, string>()) properties[name] = value;
        return properties;
    }

    private static Dictionary<string, string> PropertiesOf(TimeSpan? retention, bool? compacted)
    {
        var properties = new Dictionary<string, string>();
        if (retention is { } time)
            properties[RetentionMs] = time < TimeSpan.Zero ? "-1" : ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        // A table's old entries may also go by time, where a time was wished for.
        if (compacted is { } compact) properties[Cleanup] = !compact ? "delete" : retention is null ? "compact" : "compact,delete";
        return properties;
    }
}
