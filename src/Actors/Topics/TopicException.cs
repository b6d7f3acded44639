namespace Akka.Events.Topics;

/// <summary>A topic can't be made, or isn't as it must be.</summary>
public sealed class TopicException : Exception
{
    internal TopicException(string topic, string reason, Exception? cause = null)
        : base($"Topic '{topic}': {reason}", cause) => Topic = topic;

    /// <summary>The topic's name.</summary>
    public string Topic { get; }
}
