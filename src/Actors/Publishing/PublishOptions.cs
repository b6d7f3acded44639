using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing;

/// <summary>What one event is to be published with.</summary>
public sealed record PublishOptions
{
    /// <summary>The message key. Default (null): what the topic's key selector gives.</summary>
    public string? Key { get; init; }

    /// <summary>Headers to add. Default: none but those of the metadata.</summary>
    public Headers? Headers { get; init; }

    /// <summary>The event's identity (ce_id). Default: a new one.</summary>
    public string? Id { get; init; }

    /// <summary>What kind of event it is (ce_type). Default: its .NET type's full name.</summary>
    public string? Type { get; init; }

    /// <summary>What it is about (ce_subject). Default: none.</summary>
    public string? Subject { get; init; }

    /// <summary>When it happened (ce_time). Default: now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>
    /// All of its CloudEvents metadata. What is set above wins over it; what is null in both is filled in: a new id, the configured source,
    /// the event's type, now.
    /// </summary>
    public EventMetadata? Metadata { get; init; }

    /// <summary>The partition. Default: the key decides. Entities of another partition than their key's can't be asked.</summary>
    public int? Partition { get; init; }

    /// <summary>The record's timestamp. Default: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The metadata with what is set beside it; null where neither says anything.</summary>
    internal EventMetadata? Attributes()
    {
        if (Id is null && Type is null && Subject is null && Time is null) return Metadata;
        var given = Metadata ?? new EventMetadata();
        return given with { Id = Id ?? given.Id, Type = Type ?? given.Type, Subject = Subject ?? given.Subject, Time = Time ?? given.Time };
    }
}
