namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// What a shard makes durable in one journal row: the records that are finished, and the state events that came of them. Already encoded
/// (see <see cref="JournalBatchWriter"/>), so that any journal plugin stores the same bytes.
/// </summary>
internal sealed class JournalBatch(byte[] payload)
{
    public byte[] Payload { get; } = payload;
}
