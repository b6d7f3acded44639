using Akka.Events.Kafka.Internal;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Records of one topic that are durable together: they are sent together too.</summary>
/// <param name="Topic">Their topic.</param>
/// <param name="Number">Where they stand: a topic's parts have ascending numbers.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Bytes">Their bytes, about.</param>
/// <param name="Records">The records, in order: made when they are gone through.</param>
internal sealed record OutgoingPart(string Topic, long Number, int Count, long Bytes, IEnumerable<OutgoingRecord> Records);
