namespace Akka.Events.Committing.Internal.Journal;

/// <summary>A record to be sent, as its bytes lie in others (OutgoingCodec).</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Start">Where its bytes begin.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct OutgoingSlice(string Topic, int Start, int Length);

/// <summary>
/// What a journal row brings along to be sent. It stays encoded until it is: much may wait, and as objects it would cost the garbage collector more
/// than it costs to be sent.
/// </summary>
/// <param name="SequenceNr">The row's.</param>
/// <param name="Bytes">Where the records lie.</param>
/// <param name="Records">The records, in the order of handling for each key.</param>
internal sealed record OutgoingRow(long SequenceNr, byte[] Bytes, IReadOnlyList<OutgoingSlice> Records);

/// <summary>How far a topic's records are sent.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Through">Sequence number of the last row whose records are.</param>
internal readonly record struct SentThrough(string Topic, long Through);
