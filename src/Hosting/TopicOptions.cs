using Akka.Events.Topics;

namespace Akka.Events.Hosting;

/// <summary>How topics are made that don't exist. What isn't set in code comes from <c>akka.events.topics</c>.</summary>
public sealed class TopicOptions
{
    /// <summary>Topics that don't exist are made on first use: by the first event, and by a group that starts. Default true.</summary>
    public bool Create { get; set; } = true;

    /// <summary>Partitions of topics that wish for no number. Default 8.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>Replicas of topics that wish for no number; never more than there are brokers. Default 3.</summary>
    public int Replicas { get; set; } = 3;

    /// <summary>How long records are kept in topics that wish for no time. Default 0: as the brokers are configured.</summary>
    public TimeSpan Retention { get; set; }

    /// <summary>Topics that don't say keep the last event of each key, instead of all for a time. Default false.</summary>
    public bool Compacted { get; set; }

    /// <summary>What an existing topic that is otherwise than wished for leads to. Default <see cref="TopicMismatch.Warn"/>.</summary>
    public TopicMismatch Mismatch { get; set; } = TopicMismatch.Warn;

    /// <summary>Limit for making a topic. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
