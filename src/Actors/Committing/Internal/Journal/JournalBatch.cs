namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// What a shard makes durable in one journal row: the records that are finished, and the state events that came of them. Already encoded
/// (see <see cref="JournalBatchWriter"/>), so that any journal plugin stores the same bytes.
/// </summary>
/// <param name="payload">The encoded batch.</param>
/// <param name="hasLetters">There are dead letters in it, or notes that some are sent: a process that knows nothing of them mustn't read it.</param>
internal sealed class JournalBatch(byte[] payload, bool hasLetters = false)
{
    public bool HasLetters { get; } = hasLetters;

    /// <summary>The dead letters in it, where it has just been written; else they are read.</summary>
    public IReadOnlyList<JournalLetter> Letters { get; init; } = [];

    public byte[] Payload { get; } = payload;
}
