namespace Akka.Events.Committing.Internal;

/// <summary>
/// The state events of a shard's journal above its last checkpoint, by handler. Filled in recovery, without decoding anything; afterwards it doesn't change.
/// </summary>
internal sealed class JournalTail
{
    private readonly Dictionary<string, EntityTail> _handlers = new(StringComparer.Ordinal);

    public int Events { get; private set; }

    /// <summary>Bytes of the batches that hold the events.</summary>
    public long Bytes { get; private set; }

    public EntityTail? Of(string handler) => _handlers.GetValueOrDefault(handler);

    /// <summary>Takes in a batch; its finished records go to <paramref name="finished"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public void Add(long sequenceNr, JournalBatch batch, FinishedRecords finished)
    {
        Bytes += batch.Payload.Length;
        JournalBatchReader.Scan(batch, finished, (names, bytes) =>
        {
            var e = JournalBatchReader.ReadEvent(bytes, names);
            if (!_handlers.TryGetValue(e.Handler, out var tail)) _handlers.Add(e.Handler, tail = new EntityTail());
            tail.Add(sequenceNr, batch.Payload, names, bytes, e.Key.Span);
            Events++;
        });
    }
}
