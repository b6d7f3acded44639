using System.Collections.Concurrent;

namespace Akka.Persistence.Journal;

/// <summary>
/// Keeps events in memory as long as the actor system lives. A write runs on the writing actor's turn; its answer goes through that actor's
/// mailbox.
/// </summary>
internal sealed class MemoryJournal : EventJournal
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<string, Log> _logs = new();

    internal override void Write(WriteBatch batch)
    {
        batch.Failure = _logs.GetOrAdd(batch.PersistenceId, static _ => new Log()).Append(batch);
        batch.Answer();
    }

    internal override void Read(ReplayPage page)
    {
        if (_logs.TryGetValue(page.PersistenceId, out var log)) log.Read(page);
        else page.HighestSequenceNr = 0;
        page.IsLast |= page.Events.Count < PageSize;
        page.Answer();
    }

    internal override Task DeleteAsync(string persistenceId, long toSequenceNr)
    {
        if (_logs.TryGetValue(persistenceId, out var log)) log.Delete(toSequenceNr);
        return Task.CompletedTask;
    }

    /// <summary>The events of one persistence id: an unbroken run of sequence numbers.</summary>
    private sealed class Log
    {
        private readonly List<object> _events = [];
        private long _deleted;

        private long Highest => _deleted + _events.Count;

        internal Exception Append(WriteBatch batch)
        {
            lock (_events)
            {
                for (var call = batch.Current; call is not null; call = call.Next)
                {
                    if (!call.IsStored) continue;
                    if (call.FirstSequenceNr != Highest + 1)
                        return new InvalidOperationException($"{batch.PersistenceId} has event {call.FirstSequenceNr} of another writer");
                    call.AddEventsTo(_events);
                }

                return null;
            }
        }

        internal void Read(ReplayPage page)
        {
            lock (_events)
            {
                page.HighestSequenceNr = Highest;
                var from = Math.Max(page.From, _deleted + 1);
                var to = Math.Min(Highest, page.To);
                for (var number = from; number <= to && page.Events.Count < Math.Min(PageSize, page.Max); number++)
                    page.Events.Add((number, _events[(int)(number - _deleted - 1)]));
                page.IsLast = page.Events.Count >= page.Max;
            }
        }

        internal void Delete(long toSequenceNr)
        {
            lock (_events)
            {
                var count = (int)Math.Clamp(toSequenceNr - _deleted, 0, _events.Count);
                _events.RemoveRange(0, count);
                _deleted += count;
            }
        }
    }
}
