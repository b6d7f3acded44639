using Akka.Events.Kafka.Internal;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>What a journal row brings along to be sent.</summary>
/// <param name="SequenceNr">The row's.</param>
/// <param name="Records">The records, in the order of handling for each key.</param>
internal sealed record OutgoingRow(long SequenceNr, IReadOnlyList<OutgoingRecord> Records);

/// <summary>How far a topic's records are sent.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Through">Sequence number of the last row whose records are.</param>
internal readonly record struct SentThrough(string Topic, long Through);
