namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>
/// The ownership of a partition, from its claim to its end. Every record that is handled under it carries it, so that what began under one
/// is never finished under the next. Safe from any thread.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="claim">What was claimed.</param>
/// <param name="lost">Told once, from any thread, when nothing more can be finished under it.</param>
internal sealed class PartitionOwner(ITransactionStore store, PartitionClaim claim, Action<ShardLostException> lost)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task? _started = claim.HasBegun ? Task.CompletedTask : null;
    private int _lost;

    public PartitionClaim Claim { get; } = claim;

    /// <summary>Opens a transaction for a record's handler.</summary>
    /// <param name="start">Where reading began.</param>
    /// <exception cref="ShardLostException">It can't be opened.</exception>
    public async Task<OpenTransaction> Begin(long start)
    {
        try
        {
            await Started(start).ConfigureAwait(false);
            return await store.Begin(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ShardLostException)
        {
            throw Lost("can't be reached", e);
        }
    }

    /// <summary>Notes marks of events in their transaction: see <see cref="ITransactionStore.Note"/>.</summary>
    /// <exception cref="ShardLostException">It can't be done. A conflict comes out as it is.</exception>
    public async Task<IReadOnlyCollection<Guid>> Note(OpenTransaction open, IReadOnlyList<Guid> marks, TimeSpan keep)
    {
        try
        {
            return await store.Note(open.Transaction, marks, keep, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!store.IsConflict(e))
        {
            throw Lost("can't note which events are handled", e);
        }
    }

    /// <summary>Finishes records in their transaction, and commits it.</summary>
    /// <exception cref="ShardLostException">It isn't committed, or isn't known to be.</exception>
    public async Task Commit(OpenTransaction open, IReadOnlyList<FinishedRow> rows)
    {
        try
        {
            if (!await store.Finish(open.Transaction, Claim, rows, CancellationToken.None).ConfigureAwait(false)) throw Taken();
            await open.Transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ShardLostException && !store.IsRefusal(e))
        {
            throw Lost("hasn't said whether a transaction is committed", e);
        }
    }

    /// <summary>Moves watermarks, and adds what was finished without a transaction.</summary>
    /// <exception cref="ShardLostException">It isn't known to be done.</exception>
    public async Task Settle(long start, IReadOnlyDictionary<long, long> watermarks, IReadOnlyCollection<FinishedRow> above)
    {
        try
        {
            await Started(start).ConfigureAwait(false);
            if (!await store.Settle(Claim, watermarks, above, _ended.Token).ConfigureAwait(false)) throw Taken();
        }
        catch (Exception e) when (e is not ShardLostException)
        {
            throw Lost("can't be written", e);
        }
    }

    public void End() => _ = _ended.CancelAsync();

    // All handlers begin where reading has: one that has finished nothing yet must not be taken for one that is new.
    private Task Started(long start)
    {
        lock (_lock) return _started ??= Start(start);
    }

    private async Task Start(long start)
    {
        if (!await store.Start(Claim, start, _ended.Token).ConfigureAwait(false)) throw Taken();
    }

    private ShardLostException Taken() => Lost("has given the partition to another process", null);

    private ShardLostException Lost(string what, Exception? cause)
    {
        var e = new ShardLostException(cause is null ? what : $"{what}: {cause.Message}", cause);
        if (Interlocked.Exchange(ref _lost, 1) == 0) lost(e);
        return e;
    }
}
