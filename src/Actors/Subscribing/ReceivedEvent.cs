using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Subscribing;

/// <summary>An event, and where it comes from. Shared by all subscriptions that get it: not to be changed.</summary>
public sealed class ReceivedEvent<T>
{
    private readonly byte[] _value;
    private EventMetadata? _metadata;

    internal ReceivedEvent(TopicPartitionOffset position, T? @event, byte[]? key, byte[]? value, Headers? headers, long timestampMs)
    {
        Position = position;
        Event = @event;
        KeyBytes = key;
        IsTombstone = value is null;
        Headers = headers;
        Timestamp = RecordTime.Of(timestampMs);
        _value = value ?? [];
    }

    /// <summary>The event; the default value for a tombstone.</summary>
    public T? Event { get; }

    /// <summary>Topic (as it is called in Kafka), partition and offset.</summary>
    public TopicPartitionOffset Position { get; }

    /// <summary>The message key as text (<see cref="KeyText"/>); null for a record without a key.</summary>
    public string? Key => KeyBytes is null ? null : KeyText.ToText(KeyBytes);

    /// <summary>The message key's bytes; null for a record without a key.</summary>
    public byte[]? KeyBytes { get; }

    /// <summary>The record's timestamp (UTC); null where the broker gave none.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>The record's headers; null when it has none.</summary>
    public Headers? Headers { get; }

    /// <summary>The record has no value: its key is deleted.</summary>
    public bool IsTombstone { get; }

    /// <summary>What CloudEvents says of the event.</summary>
    /// <exception cref="EventDecodeException">The record has an envelope that can't be read.</exception>
    public EventMetadata Metadata => _metadata ??= CloudEvents.Read(Headers, _value);

    /// <summary>Bytes of key and value.</summary>
    internal long Size => (KeyBytes?.Length ?? 0) + _value.Length;
}
