using Confluent.Kafka;

namespace Akka.Events.Topics;

/// <summary>A topic can't be made, or isn't as it must be.</summary>
public sealed class TopicException : Exception
{
    internal TopicException(string topic, ErrorCode code, string reason, Exception? cause = null)
        : base($"Topic '{topic}': {reason}", cause)
    {
        Topic = topic;
        Code = code;
        Reason = reason;
    }

    /// <summary>The topic's name.</summary>
    public string Topic { get; }

    /// <summary>Kafka's code for what stood in the way.</summary>
    public ErrorCode Code { get; }

    /// <summary>What stood in the way.</summary>
    public string Reason { get; }
}
