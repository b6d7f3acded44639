using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>One record as it lies in the client's buffer. Its spans are valid only during the call that hands it over.</summary>
internal readonly ref struct RawRecord
{
    /// <summary>The record's offset in its partition.</summary>
    public required long Offset { get; init; }

    /// <summary>Unix time in milliseconds, or -1 where the broker gave none.</summary>
    public required long Timestamp { get; init; }

    /// <summary>False for a null key; an empty key has a key of no bytes.</summary>
    public required bool HasKey { get; init; }

    /// <summary>False for a tombstone (null value).</summary>
    public required bool HasValue { get; init; }

    public required ReadOnlySpan<byte> Key { get; init; }

    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>The record's headers, copied; null when it has none.</summary>
    public Headers? Headers { get; init; }
}
