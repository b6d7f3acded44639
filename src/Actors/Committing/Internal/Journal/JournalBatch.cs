namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// What a shard makes durable in one journal row: the records that are finished, and the state events that came of them. Already encoded
/// (see <see cref="JournalBatchWriter"/>), so that any journal plugin stores the same bytes.
/// </summary>
/// <param name="payload">The encoded batch.</param>
/// <param name="isOutgoing">There are records to be sent in it, or notes of how far they are: a process that knows nothing of them mustn't read it.</param>
internal sealed class JournalBatch(byte[] payload, bool isOutgoing = false)
{
    public bool IsOutgoing { get; } = isOutgoing;

    /// <summary>What is to be sent of it, where it has just been written; else that is read.</summary>
    public IReadOnlyList<OutgoingSlice> Outgoing { get; init; } = [];

    public byte[] Payload { get; } = payload;
}
