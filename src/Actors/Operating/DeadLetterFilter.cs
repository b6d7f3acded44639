using Confluent.Kafka;

namespace Akka.Events.Operating;

/// <summary>Which dead letters are meant: of a topic and a group, and of them those that fit all that is set.</summary>
/// <param name="Topic">The topic that their records came from.</param>
/// <param name="Group">The group whose handlers gave them up.</param>
public sealed record DeadLetterFilter(string Topic, string Group)
{
    /// <summary>The handler's name. Null for all.</summary>
    public string? Handler { get; init; }

    /// <summary>The exception type, with or without its namespace. Null for all.</summary>
    public string? Exception { get; init; }

    /// <summary>The record's key as text. Null for all, and those without.</summary>
    public string? Key { get; init; }

    /// <summary>Just these, by <see cref="DeadLetter.Position"/>. Null for all.</summary>
    public IReadOnlyCollection<TopicPartitionOffset>? Positions { get; init; }
}
