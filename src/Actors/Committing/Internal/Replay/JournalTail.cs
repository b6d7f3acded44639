using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>
/// The state events of a shard's journal above its last checkpoint, by handler. Filled in recovery, without decoding anything; afterwards
/// it doesn't change.
/// </summary>
internal sealed class JournalTail
{
    private readonly Dictionary<string, EntityTail> _handlers = new(StringComparer.Ordinal);

    public int Events { get; private set; }

    /// <summary>Bytes of the batches that hold the events.</summary>
    public long Bytes { get; private set; }

    public EntityTail? Of(string handler) => _handlers.GetValueOrDefault(handler);

    /// <summary>The tails of all handlers but these.</summary>
    public IReadOnlyList<(string Handler, EntityTail Tail)> Except(IEnumerable<string> handlers) =>
        [.. _handlers.ExceptBy(handlers, handler => handler.Key).Select(handler => (handler.Key, handler.Value))];

    /// <summary>Takes in a batch; its finished records go to <paramref name="finished"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public void Add(long sequenceNr, JournalBatch batch, FinishedRecords finished)
    {
        Bytes += batch.Payload.Length;
        EntityTail? tail = null;
        var last = -1;
        JournalBatchReader.Scan(batch, finished, (names, start, length) =>
        {
            var (handler, keyStart, keyLength) = JournalBatchReader.ReadKey(batch.Payload.AsMemory(start, length));
            if (tail is null || handler != last)
            {
                last = handler;
                if (!_handlers.TryGetValue(names.Handler(handler), out tail))
                    _handlers.Add(names.Handler(handler), tail = new EntityTail());
            }
            tail.Add(sequenceNr, batch.Payload, names, start, length, start + keyStart, keyLength);
            Events++;
        });
    }
}
