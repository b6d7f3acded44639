using Akka.Events.Topics;

namespace Akka.Events.Operating;

/// <summary>A state event of an entity, as it became durable.</summary>
/// <param name="SequenceNr">Journal sequence number of the batch it was committed in: events with the same number became durable
/// together.</param>
/// <param name="Topic">Topic of the record that caused it.</param>
/// <param name="Partition">The record's partition.</param>
/// <param name="Offset">The record's offset.</param>
/// <param name="Timestamp">The record's timestamp (UTC); null where the broker gave none.</param>
/// <param name="Type">The name that the event is stored under.</param>
/// <param name="Event">The event; one stored under an old name as the event it would be today (Upcast).</param>
public sealed record EntityEvent(
    long SequenceNr, string Topic, int Partition, long Offset, DateTimeOffset? Timestamp, string Type, object Event);
