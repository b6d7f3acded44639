using System.Threading.Channels;
using Akka.Persistence.Journal;

namespace Akka.Persistence.Sql;

/// <summary>
/// The writes that wait. Batches of one persistence id are written in their order; different ones in parallel, and together where more wait
/// than can be under way.
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private readonly Channel<PendingWrite> _queue = Channel.CreateUnbounded<PendingWrite>();
    private readonly Dictionary<string, PendingWrite> _last = [];

    internal ChannelReader<PendingWrite> Reader => _queue.Reader;

    internal void Add(WriteBatch batch)
    {
        var write = new PendingWrite(batch);
        lock (_last)
        {
            var waits = _last.TryGetValue(batch.PersistenceId, out var before);
            _last[batch.PersistenceId] = write;
            if (waits)
            {
                before.Next = write;
                return;
            }
        }

        Enqueue(write);
    }

    /// <summary>Ends when what was being written for a persistence id is settled.</summary>
    internal Task SettledAsync(string persistenceId)
    {
        lock (_last) return _last.TryGetValue(persistenceId, out var write) ? write.Settled : Task.CompletedTask;
    }

    internal void Settle(PendingWrite write, Exception failure)
    {
        while (true)
        {
            PendingWrite next;
            lock (_last)
            {
                next = write.Next;
                if (next is null) _last.Remove(write.Batch.PersistenceId);
            }

            var owner = write.Batch.Owner;
            write.Answer(failure);
            if (next is null) return;
            if (failure is null || next.Batch.Owner != owner)
            {
                Enqueue(next);
                return;
            }

            write = next; // later events must not be stored where earlier ones are not
        }
    }

    public void Dispose() => _queue.Writer.TryComplete();

    private void Enqueue(PendingWrite write)
    {
        if (_queue.Writer.TryWrite(write)) return;
        Settle(write, new ObjectDisposedException(nameof(SqlJournal), "The actor system has terminated"));
    }
}
