using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Handling;

/// <summary>Where the event being handled comes from, and its attempt. Valid while the event is handled.</summary>
public abstract class EventContext
{
    private protected EventContext()
    {
    }

    /// <summary>Name of the topic.</summary>
    public abstract string Topic { get; }

    /// <summary>Number of the topic's partition.</summary>
    public abstract int Partition { get; }

    /// <summary>The record's offset in its partition.</summary>
    public long Offset => Effects.Offset;

    /// <summary>The message key as text (see <see cref="KeyText"/> for keys that aren't UTF-8); null for a record without a key.</summary>
    public string? Key => KeyBytes is null ? null : KeyText.ToText(KeyBytes);

    /// <summary>The message key's bytes; null for a record without a key.</summary>
    public abstract byte[]? KeyBytes { get; }

    /// <summary>The record's timestamp (UTC); null where the broker gave none.</summary>
    public DateTimeOffset? Timestamp => RecordTime.Of(Effects.TimestampMs);

    /// <summary>The record's headers; null when it has none.</summary>
    public Headers? Headers { get; internal set; }

    /// <summary>
    /// 1 for the first attempt at handling the event, then counting up with each retry since the process took the record.
    /// </summary>
    public int Attempt { get; internal set; } = 1;

    /// <summary>
    /// Cancelled when the event's timeout has passed, or when the partition is taken away or the process stops before the handler has
    /// ended.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>The record, and what it leaves behind.</summary>
    internal Effects Effects { get; } = new();
}
