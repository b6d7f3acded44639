using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// Decides which rows go together: what gathers while a statement is under way goes as the next one, so that an idle process commits at once
/// and a busy one pays for a round trip and a flush of the server's once for many shards. Safe from any thread.
/// </summary>
/// <param name="insert">Writes rows in one statement: all of them or, where the server refuses it, none.</param>
/// <param name="limits">Its bounds.</param>
/// <param name="time">The time.</param>
internal sealed class GroupCommit(Func<IReadOnlyList<JournalRow>, Task> insert, GroupLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<JournalWrite> _gathered = new();
    private readonly Queue<JournalWrite> _alone = new();
    private readonly Dictionary<string, JournalWrite> _latest = new(StringComparer.Ordinal);
    private int _gatheredBytes;
    private int _statements;
    private int _groups; // of the statements
    private long _begun; // the last group
    private ITimer? _patience;
    private bool _timed;

    /// <summary>Writes rows of one shard. A shard has one write under way at a time.</summary>
    /// <param name="rows">The rows, one at least.</param>
    /// <param name="alone">Whether they may share no statement.</param>
    /// <param name="ct">Withdraws them while they wait. A statement that has begun ends by itself, for the sake of the others in it.</param>
    /// <exception cref="PostgresException">
    /// A row with the sequence number is there, or the database refuses, and they have not been written; or the session was ended, and they may be.
    /// </exception>
    /// <exception cref="NpgsqlException">They may have been written, and may still be.</exception>
    public async Task Write(IReadOnlyList<JournalRow> rows, bool alone, CancellationToken ct)
    {
        var write = new JournalWrite(rows, alone);
        write.Alone |= write.Bytes > limits.GroupBytes;
        lock (_lock)
        {
            _latest[write.PersistenceId] = write;
            Queue(write);
        }
        Begin();
        await using var withdrawal = ct.UnsafeRegister(_ => Withdraw(write, ct), null).ConfigureAwait(false);
        await write.Ended.ConfigureAwait(false);
    }

    /// <summary>Waits until the shard has no write that could still become a row. Never fails.</summary>
    public async Task Settled(string persistenceId)
    {
        Task ended;
        lock (_lock)
        {
            if (!_latest.TryGetValue(persistenceId, out var write)) return;
            ended = write.Ended;
        }
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Queue(JournalWrite write)
    {
        if (write.Alone)
        {
            _alone.Enqueue(write);
            return;
        }
        _gathered.Enqueue(write);
        _gatheredBytes += write.Bytes;
    }

    /// <summary>Begins what may begin.</summary>
    private void Begin()
    {
        while (Next() is { } writes) _ = Run(writes);
    }

    private JournalWrite[]? Next()
    {
        lock (_lock)
        {
            if (_statements == limits.Statements) return null;
            if (GroupIsDue())
            {
                _groups++;
                _begun = time.GetTimestamp();
                return Take(TakeGroup());
            }
            return _alone.TryDequeue(out var write) ? Take([write]) : null;
        }
    }

    private JournalWrite[] Take(JournalWrite[] writes)
    {
        _statements++;
        foreach (var write in writes) write.Waits = false;
        return writes;
    }

    private bool GroupIsDue()
    {
        if (_gathered.Count == 0) return false;
        if (_groups == 0 || _gatheredBytes >= limits.GroupBytes) return true;
        // A statement may wait for a lock, or for a machine that is gone. Others don't wait with it for long.
        var left = limits.Patience - time.GetElapsedTime(_begun);
        if (left <= TimeSpan.Zero) return true;
        if (_timed) return false;
        _timed = true;
        _patience ??= time.CreateTimer(_ => OnPatience(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _patience.Change(left, Timeout.InfiniteTimeSpan);
        return false;
    }

    private void OnPatience()
    {
        lock (_lock) _timed = false;
        Begin();
    }

    private JournalWrite[] TakeGroup()
    {
        var (count, bytes) = (0, 0);
        foreach (var write in _gathered)
        {
            if (count > 0 && bytes + write.Bytes > limits.GroupBytes) break;
            bytes += write.Bytes;
            count++;
        }
        var group = new JournalWrite[count];
        for (var i = 0; i < count; i++) group[i] = _gathered.Dequeue();
        _gatheredBytes -= bytes;
        return group;
    }

    private async Task Run(JournalWrite[] writes)
    {
        var failure = await Insert(writes).ConfigureAwait(false);
        // One of them is refused, and nothing is written: each is tried by itself, so that only its own shard hears of it.
        var apart = failure is PostgresException error && ServerErrors.IsRollback(error) && writes.Length > 1;
        lock (_lock)
        {
            _statements--;
            if (!writes[0].Alone) _groups--;
            foreach (var write in writes)
            {
                if (!apart)
                {
                    if (_latest.GetValueOrDefault(write.PersistenceId) == write) _latest.Remove(write.PersistenceId);
                    continue;
                }
                (write.Alone, write.Waits) = (true, true);
                Queue(write);
            }
        }
        if (!apart)
        {
            foreach (var write in writes)
            {
                if (failure is null) write.Succeed();
                else write.Fail(failure);
            }
        }
        Begin();
    }

    private async Task<Exception?> Insert(JournalWrite[] writes)
    {
        try
        {
            await insert(writes.Length == 1 ? writes[0].Rows : [.. writes.SelectMany(write => write.Rows)]).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Withdraw(JournalWrite write, CancellationToken ct)
    {
        lock (_lock)
        {
            if (!write.Waits) return;
            write.Waits = false;
            Without(_gathered, write);
            Without(_alone, write);
            if (!write.Alone) _gatheredBytes -= write.Bytes;
            if (_latest.GetValueOrDefault(write.PersistenceId) == write) _latest.Remove(write.PersistenceId);
        }
        write.Cancel(ct);
    }

    private static void Without(Queue<JournalWrite> queue, JournalWrite write)
    {
        for (var left = queue.Count; left > 0; left--)
            if (queue.Dequeue() is var other && other != write)
                queue.Enqueue(other);
    }
}
