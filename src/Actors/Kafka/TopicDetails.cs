using System.Globalization;

namespace Akka.Events.Kafka;

/// <summary>A topic as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">Number of its partitions.</param>
/// <param name="Replicas">Copies of each; of the partition that has fewest.</param>
/// <param name="Properties">Kafka's topic properties as they hold for it, such as cleanup.policy, whoever has set them.</param>
public sealed record TopicDetails(string Name, int Partitions, int Replicas, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>How long records are kept; null for ever, or where the brokers don't tell.</summary>
    public TimeSpan? Retention =>
        Properties.TryGetValue("retention.ms", out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var ms) && ms >= 0
            ? TimeSpan.FromMilliseconds(Math.Min(ms, TimeSpan.MaxValue.TotalMilliseconds / 2))
            : null;

    /// <summary>The last record of each key is kept.</summary>
    public bool IsCompacted => Properties.TryGetValue("cleanup.policy", out var policy) && policy.Contains("compact", StringComparison.Ordinal);
}
