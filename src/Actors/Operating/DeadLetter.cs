using Confluent.Kafka;

namespace Akka.Events.Operating;

/// <summary>An event that a handler has given up, as it lies in its dead-letter topic.</summary>
public sealed record DeadLetter
{
    internal DeadLetter()
    {
    }

    /// <summary>Where it lies: its name for <see cref="IDeadLetters"/>.</summary>
    public required TopicPartitionOffset Position { get; init; }

    /// <summary>Its identity: two letters that have the same are one, written twice.</summary>
    public required string Id { get; init; }

    /// <summary>Where its record was.</summary>
    public required TopicPartitionOffset Origin { get; init; }

    /// <summary>The record's timestamp (UTC); null where it had none.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The group whose handler gave it up.</summary>
    public required string Group { get; init; }

    /// <summary>The handler.</summary>
    public required string Handler { get; init; }

    /// <summary>The full name of the last attempt's exception type.</summary>
    public required string Exception { get; init; }

    /// <summary>The last attempt's exception, its type and message, at most 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Attempts that were made.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was given up (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The record's key; null for none.</summary>
    public byte[]? KeyBytes { get; init; }

    /// <summary>The record's key as text (see <see cref="Topics.KeyText"/> for keys that aren't UTF-8); null for none.</summary>
    public string? Key => KeyBytes is null ? null : Topics.KeyText.ToText(KeyBytes);

    /// <summary>The record's value; null for a tombstone.</summary>
    public byte[]? Value { get; init; }

    /// <summary>The record's own headers.</summary>
    public required Headers Headers { get; init; }
}
