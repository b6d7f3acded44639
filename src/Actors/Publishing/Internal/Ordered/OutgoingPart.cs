using Akka.Events.Kafka.Internal;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Records of one topic that are durable together: they are sent together too.</summary>
/// <param name="Topic">Their topic.</param>
/// <param name="Number">Where they stand: a topic's parts have ascending numbers.</param>
/// <param name="Records">The records, in order.</param>
internal sealed record OutgoingPart(string Topic, long Number, IReadOnlyList<OutgoingRecord> Records)
{
    /// <summary>Bytes in Kafka, at most, without compression.</summary>
    public long Bytes { get; } = Records.Sum(record => (long)record.Size);
}
