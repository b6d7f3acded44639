using System.Data;
using System.Data.Common;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Transactions;
using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>Handlers' transactions in MySQL or MariaDB.</summary>
/// <param name="source">Connections of the bookkeeping.</param>
/// <param name="handlers">Connections that handlers get.</param>
/// <param name="settings">Where the tables are.</param>
internal sealed class MySqlTransactions(MySqlDataSource source, MySqlDataSource handlers, MySqlSettings settings) : ITransactionStore
{
    /// <summary>How often a step of the bookkeeping that meets other transactions begins anew at once.</summary>
    private const int MaxConflicts = 20;

    /// <summary>Rows in one statement.</summary>
    private const int Chunk = 1000;

    private const int NoSavepoint = 1305;

    private readonly TransactionSql _sql = new(settings);
    private readonly SemaphoreSlim _places = new(settings.MaxTransactions);
    private volatile object? _level; // an IsolationLevel, once the server has said it

    public Task<PartitionClaim> Claim(string group, string topic, int partition, IReadOnlyList<string> names, CancellationToken ct) =>
        Transact(async transaction =>
        {
            var connection = transaction.Connection!;
            await using (var claim = connection.Command(transaction, _sql.Claim, group, topic, partition))
                await claim.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            long id, epoch;
            await using (var claimed = connection.Command(transaction, _sql.Claimed, group, topic, partition))
            await using (var row = await claimed.ExecuteReaderAsync(ct).ConfigureAwait(false))
            {
                await row.ReadAsync(ct).ConfigureAwait(false);
                (id, epoch) = (row.GetInt64(0), row.GetInt64(1));
            }
            return (true, new PartitionClaim(id, epoch, await Handlers(transaction, id, names, ct).ConfigureAwait(false)));
        }, ct);

    public Task<bool> Start(PartitionClaim claim, long start, CancellationToken ct) =>
        Transact(async transaction =>
        {
            if (!await Shared(transaction, claim, ct).ConfigureAwait(false)) return (false, false);
            await using var command = transaction.Connection!.Command(transaction, _sql.Start, claim.Id, start);
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            return (true, true);
        }, ct);

    public async Task<OpenTransaction> Begin(CancellationToken ct)
    {
        await _places.WaitAsync(ct).ConfigureAwait(false);
        MySqlConnection? connection = null;
        try
        {
            connection = await handlers.OpenConnectionAsync(ct).ConfigureAwait(false);
            var level = (IsolationLevel)(_level ??= await DefaultLevel(connection, ct).ConfigureAwait(false));
            var transaction = await connection.BeginTransactionAsync(level, ct).ConfigureAwait(false);
            await using (var mark = connection.Command(transaction, _sql.Mark)) await mark.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            return new OpenTransaction(transaction, () => _places.Release());
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            _places.Release();
            throw;
        }
    }

    public async Task<IReadOnlyCollection<Guid>> Note(DbTransaction transaction, IReadOnlyList<Guid> marks, TimeSpan keep, CancellationToken ct)
    {
        var open = (MySqlTransaction)transaction;
        var by = Random.Shared.NextInt64();
        var known = new List<Guid>();
        foreach (var chunk in marks.Chunk(Chunk))
        {
            await using (var note = open.Connection!.Command(open, _sql.Note(chunk), by, (long)keep.TotalMicroseconds))
            {
                note.CommandTimeout = 0; // as long as the other's handler runs, or until the server calls it a conflict
                await note.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            await using var read = open.Connection!.Command(open, _sql.Known(chunk), by);
            known.AddRange(await Marks(read, ct).ConfigureAwait(false));
        }
        return known;
    }

    public Task<int> Forget(int most, CancellationToken ct) =>
        Transact(async transaction =>
        {
            List<Guid> marks;
            await using (var read = transaction.Connection!.Command(transaction, _sql.OfAge, most)) marks = await Marks(read, ct).ConfigureAwait(false);
            foreach (var chunk in marks.Chunk(Chunk))
            {
                await using var forget = transaction.Connection!.Command(transaction, _sql.Forget(chunk));
                await forget.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            return (true, marks.Count);
        }, ct);

    public async Task<bool> Finish(DbTransaction transaction, PartitionClaim claim, IReadOnlyList<FinishedRow> rows, CancellationToken ct)
    {
        var open = (MySqlTransaction)transaction;
        await using (var last = open.Connection!.Command(open, _sql.LastMoment))
        {
            try
            {
                await last.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            catch (MySqlException e) when ((int)e.ErrorCode == NoSavepoint)
            {
                throw new InvalidOperationException(
                    "the handler's transaction has ended before its handler: a deadlock has rolled it back, and the handler has gone on, or a statement that "
                    + "commits by itself (of tables' definitions) was executed in it", e);
            }
        }
        await using var finish = open.Connection!.Command(open, _sql.Finish(rows), claim.Id, claim.Epoch);
        try
        {
            return await finish.ExecuteNonQueryAsync(ct).ConfigureAwait(false) == rows.Count;
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new FinishedBeforeException(e);
        }
    }

    public Task<bool> Settle(
        PartitionClaim claim, IReadOnlyDictionary<long, long> watermarks, IReadOnlyCollection<FinishedRow> above, CancellationToken ct) =>
        Transact(async transaction =>
        {
            if (!await Shared(transaction, claim, ct).ConfigureAwait(false)) return (false, false);
            var connection = transaction.Connection!;
            foreach (var (consumer, watermark) in watermarks)
            {
                await using var move = connection.Command(transaction, $"{_sql.Move}; {_sql.Remove}", consumer, watermark);
                await move.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            foreach (var chunk in above.Chunk(Chunk))
            {
                await using var add = connection.Command(transaction, _sql.AddFinished(chunk));
                await add.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            return (true, true);
        }, ct);

    public bool IsConflict(Exception failure) => MySqlErrors.IsConflict(failure);

    // Where the savepoint is gone, the record isn't finished, and what is left of the handler's statements is rolled back.
    public bool IsRefusal(Exception failure) => failure is not FinishedBeforeException && MySqlErrors.IsRefusal(failure);

    // MySqlConnector begins with a level always: unless it is told another, with repeatable read. The variable has a name of MySQL's and one of MariaDB's.
    private static async Task<IsolationLevel> DefaultLevel(MySqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("show session variables where variable_name in ('transaction_isolation', 'tx_isolation')");
        await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        return (await row.ReadAsync(ct).ConfigureAwait(false) ? row.GetString(1) : null) switch
        {
            "SERIALIZABLE" => IsolationLevel.Serializable,
            "READ-COMMITTED" => IsolationLevel.ReadCommitted,
            "READ-UNCOMMITTED" => IsolationLevel.ReadUncommitted,
            _ => IsolationLevel.RepeatableRead,
        };
    }

    private async Task<bool> Shared(MySqlTransaction transaction, PartitionClaim claim, CancellationToken ct)
    {
        await using var share = transaction.Connection!.Command(transaction, _sql.Share, claim.Id, claim.Epoch);
        return await share.ExecuteScalarAsync(ct).ConfigureAwait(false) is not null;
    }

    private async Task<Dictionary<string, ClaimedHandler>> Handlers(MySqlTransaction transaction, long owner, IReadOnlyList<string> names, CancellationToken ct)
    {
        var known = await Known(transaction, owner, names, ct).ConfigureAwait(false);
        if (known.Count == names.Count) return known;
        var begin = known.Values.Select(handler => handler.Finished?.Watermark).Min();
        foreach (var name in names.Where(name => !known.ContainsKey(name)))
        {
            await using var add = transaction.Connection!.Command(transaction, _sql.AddHandler, owner, name, begin);
            await add.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        return await Known(transaction, owner, names, ct).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, ClaimedHandler>> Known(MySqlTransaction transaction, long owner, IReadOnlyList<string> names, CancellationToken ct)
    {
        var known = new Dictionary<string, ClaimedHandler>();
        await using (var read = transaction.Connection!.Command(transaction, _sql.ReadHandlers, owner))
        await using (var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false))
            while (await rows.ReadAsync(ct).ConfigureAwait(false))
                if (rows.GetString(1) is var name && names.Contains(name))
                    known.Add(name, new ClaimedHandler(rows.GetInt64(0), rows.IsDBNull(2) ? null : new FinishedOffsets(rows.GetInt64(2))));
        foreach (var handler in known.Values)
        {
            if (handler.Finished is null) continue;
            await using var read = transaction.Connection!.Command(transaction, _sql.ReadFinished, handler.Consumer);
            await using var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false);
            while (await rows.ReadAsync(ct).ConfigureAwait(false)) handler.Finished.Add(rows.GetInt64(0), rows.GetInt64(1) + 1);
        }
        return known;
    }

    private static async Task<List<Guid>> Marks(MySqlCommand command, CancellationToken ct)
    {
        var marks = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) marks.Add(new Guid((byte[])rows.GetValue(0), bigEndian: true));
        return marks;
    }

    // Read committed: each statement sees what is there when it runs, and locks no gaps, into which others insert.
    private async Task<T> Transact<T>(Func<MySqlTransaction, Task<(bool Commit, T Answer)>> run, CancellationToken ct)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct).ConfigureAwait(false);
                var (commit, answer) = await run(transaction).ConfigureAwait(false);
                if (commit) await transaction.CommitAsync(ct).ConfigureAwait(false);
                return answer;
            }
            catch (MySqlException e) when (conflicts < MaxConflicts && MySqlErrors.IsConflict(e))
            {
            }
        }
    }
}
