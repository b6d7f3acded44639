namespace Akka.Events.Committing.Internal.Replay;

/// <summary>A state event of the journal's tail, encoded.</summary>
/// <param name="SequenceNr">Sequence number of its batch.</param>
/// <param name="Manifest">The stored name of its type.</param>
/// <param name="Payload">The encoded event.</param>
internal readonly record struct TailEvent(long SequenceNr, string Manifest, ReadOnlyMemory<byte> Payload);
