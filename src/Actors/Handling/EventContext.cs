using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Handling;

/// <summary>Where the event being handled comes from, and its attempt. Valid while the event is handled.</summary>
public abstract class EventContext
{
    private Headers? _headers;
    private EventMetadata? _metadata;

    private protected EventContext()
    {
    }

    /// <summary>Name of the topic.</summary>
    public abstract string Topic { get; }

    /// <summary>Number of the topic's partition.</summary>
    public abstract int Partition { get; }

    /// <summary>The record's offset in its partition.</summary>
    public long Offset => Retried?.Offset ?? Effects.Offset;

    /// <summary>The message key as text (see <see cref="KeyText"/> for keys that aren't UTF-8); null for a record without a key.</summary>
    public string? Key => KeyBytes is null ? null : KeyText.ToText(KeyBytes);

    /// <summary>The message key's bytes; null for a record without a key.</summary>
    public abstract byte[]? KeyBytes { get; }

    /// <summary>The record's timestamp (UTC); null where the broker gave none.</summary>
    public DateTimeOffset? Timestamp => RecordTime.Of(Effects.TimestampMs);

    /// <summary>The record's headers; null when it has none.</summary>
    public Headers? Headers
    {
        get => _headers;
        internal set => (_headers, _metadata) = (value, null);
    }

    /// <summary>
    /// What CloudEvents says of the event: from the record's headers, or from the envelope around it. What the record doesn't say is null.
    /// </summary>
    /// <exception cref="EventDecodeException">The record has an envelope that can't be read.</exception>
    public EventMetadata Metadata => _metadata ??= CloudEvents.Read(_headers, Effects.Value);

    /// <summary>The record has no value: its key is deleted. Such records reach handlers that ask for them (Tombstones).</summary>
    public bool IsTombstone => Effects.IsTombstone;

    /// <summary>
    /// 1 for the first attempt at handling the event, then counting up with each retry since the process took the record.
    /// </summary>
    public int Attempt { get; internal set; } = 1;

    /// <summary>
    /// Cancelled when the event's timeout has passed, or when the partition is taken away or the process stops before the handler has
    /// ended.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Where the record is one of a retry topic, what it says of itself.</summary>
    internal RetriedRecord? Retried { get; set; }

    /// <summary>The record, and what it leaves behind.</summary>
    internal Effects Effects { get; } = new();
}
