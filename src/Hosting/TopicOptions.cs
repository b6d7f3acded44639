using Akka.Events.Topics;

namespace Akka.Events.Hosting;

/// <summary>
/// How topics are made that don't exist, where that is wanted. What isn't set in code comes from <c>akka.events.publish.topics</c>.
/// </summary>
public sealed class TopicOptions
{
    /// <summary>Partitions of topics that wish for no number. Default 8.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>Replicas of topics that wish for no number; never more than there are brokers. Default 3.</summary>
    public int Replicas { get; set; } = 3;

    /// <summary>What an existing topic with other numbers than wished for leads to. Default <see cref="TopicMismatch.Warn"/>.</summary>
    public TopicMismatch Mismatch { get; set; } = TopicMismatch.Warn;

    /// <summary>Limit for making a topic. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
