using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing;

/// <summary>An event couldn't be published.</summary>
public sealed class PublishException : Exception
{
    internal PublishException(string topic, ErrorCode code, string reason, Exception? cause = null)
        : base($"The event can't be published to '{topic}': {reason}", cause)
    {
        Topic = topic;
        Code = code;
        Reason = reason;
    }

    /// <summary>The topic it was meant for.</summary>
    public string Topic { get; }

    /// <summary>What stood in the way.</summary>
    public string Reason { get; }

    /// <summary>Kafka's code for it.</summary>
    public ErrorCode Code { get; }

    /// <summary>The event's type, where the event itself stood in the way; else null.</summary>
    public Type? EventType { get; internal init; }

    /// <summary>The event's key, where the event itself stood in the way and has one; else null.</summary>
    public string? Key { get; internal init; }
}
