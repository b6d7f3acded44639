namespace Akka.Events.Topics;

/// <summary>What an existing topic with other numbers of partitions or replicas than wished for leads to.</summary>
public enum TopicMismatch
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>A warning in the log.</summary>
    Warn,

    /// <summary>A failure at start.</summary>
    Fail,
}
