namespace Akka.Events.Committing.Internal.States;

/// <summary>What a shard's journal says of itself when it has been read.</summary>
/// <param name="Incarnation">
/// Which of the shard's journals it is: 1, 2 … Another one begins where the one before was lost, and its sequence numbers begin again. 0: it
/// doesn't say.
/// </param>
/// <param name="SequenceNr">Sequence number of its last row; 0 for none.</param>
/// <param name="StoredStates">Whether its last checkpoint stands on stored states.</param>
/// <param name="BeginsAnew">
/// Its last row, which this process has written, begins the incarnation: nothing that was stored for an earlier one counts. Not before it is
/// written: who owned the shard could still go on then.
/// </param>
internal readonly record struct JournalEnd(long Incarnation, long SequenceNr, bool StoredStates, bool BeginsAnew = false);
