using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing;

/// <summary>What one event is to be published with.</summary>
public sealed record PublishOptions
{
    /// <summary>The message key. Default (null): what the topic's key selector gives.</summary>
    public string? Key { get; init; }

    /// <summary>Headers to add. Default: none but those of the metadata.</summary>
    public Headers? Headers { get; init; }

    /// <summary>CloudEvents metadata. What is null in it is filled in: a new id, the configured source, the event's type, now.</summary>
    public EventMetadata? Metadata { get; init; }

    /// <summary>The record's timestamp. Default: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
