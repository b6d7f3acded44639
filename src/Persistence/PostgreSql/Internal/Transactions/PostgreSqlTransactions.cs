using System.Data;
using System.Data.Common;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal.Transactions;

/// <summary>Handlers' transactions in PostgreSQL.</summary>
/// <param name="source">Connections of the bookkeeping.</param>
/// <param name="handlers">Connections that handlers get.</param>
/// <param name="settings">Where the tables are.</param>
/// <param name="blockers">Ends who holds a partition and stands still.</param>
/// <param name="stale">What is told of failures.</param>
internal sealed class PostgreSqlTransactions(
    NpgsqlDataSource source, NpgsqlDataSource handlers, PostgreSqlSettings settings, Blockers blockers, StaleConnections? stale = null) : ITransactionStore
{
    // From the last statement to the commit nothing is waited for: only a process that stands still is so long, and a new owner waits for it.
    private const string LastMoment = "set local idle_in_transaction_session_timeout = '5s'";

    private readonly TransactionSql _sql = new(settings);
    private readonly SemaphoreSlim _places = new(settings.MaxTransactions);
    private volatile object? _level; // an IsolationLevel, once the database has said it

    public async Task<PartitionClaim> Claim(string group, string topic, int partition, IReadOnlyList<string> names, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
            var (id, epoch) = await blockers.Claim(
                connection, $"{topic} [{partition}] of group {group}", () => Raise(connection, group, topic, partition, ct), ct).ConfigureAwait(false);
            var found = await Handlers(connection, id, [.. names], ct).ConfigureAwait(false);
            await transaction.CommitAsync(ct).ConfigureAwait(false);
            return new PartitionClaim(id, epoch, found);
        }
        catch (Exception e) when (stale?.Seen(e) is true)
        {
            throw;
        }
    }

    public async Task<bool> Start(PartitionClaim claim, long start, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            Timeout = settings.CommandTimeoutSeconds,
            BatchCommands = { Statement(_sql.Share, claim.Id, claim.Epoch), Statement(_sql.Start, claim.Id, start) },
        };
        if (await batch.ExecuteScalarAsync(ct).ConfigureAwait(false) is null) return false;
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return true;
    }

    public async Task<OpenTransaction> Begin(CancellationToken ct)
    {
        await _places.WaitAsync(ct).ConfigureAwait(false);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await handlers.OpenConnectionAsync(ct).ConfigureAwait(false);
            var level = (IsolationLevel)(_level ??= await DefaultLevel(connection, ct).ConfigureAwait(false));
            return new OpenTransaction(await connection.BeginTransactionAsync(level, ct).ConfigureAwait(false), () => _places.Release());
        }
        catch (Exception e)
        {
            stale?.Seen(e);
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            _places.Release();
            throw;
        }
    }

    public async Task<IReadOnlyCollection<Guid>> Note(DbTransaction transaction, IReadOnlyList<Guid> marks, TimeSpan keep, CancellationToken ct)
    {
        var open = (NpgsqlTransaction)transaction;
        await using var note = Command(open.Connection!, _sql.Note, marks.ToArray(), keep);
        note.Transaction = open;
        // As long as the other's handler runs.
        note.CommandTimeout = 0;
        await using var rows = await note.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var known = new List<Guid>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) known.Add(rows.GetGuid(0));
        return known;
    }

    public async Task<int> Forget(int most, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var forget = Command(connection, _sql.Forget, most);
        return await forget.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    public async Task<bool> Finish(DbTransaction transaction, PartitionClaim claim, IReadOnlyList<FinishedRow> rows, CancellationToken ct)
    {
        var open = (NpgsqlTransaction)transaction;
        await using var batch = new NpgsqlBatch(open.Connection, open) { Timeout = settings.CommandTimeoutSeconds };
        if (settings.SessionLimits) batch.BatchCommands.Add(new NpgsqlBatchCommand(LastMoment));
        var finish = Statement(_sql.Finish, claim.Id, claim.Epoch);
        Add(finish, rows);
        batch.BatchCommands.Add(finish);
        await batch.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        return finish.RecordsAffected == rows.Count;
    }

    public async Task<bool> Settle(
        PartitionClaim claim, IReadOnlyDictionary<long, long> watermarks, IReadOnlyCollection<FinishedRow> above, CancellationToken ct)
    {
        long[] ids = [.. watermarks.Keys], moved = [.. watermarks.Values];
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            Timeout = settings.CommandTimeoutSeconds,
            BatchCommands =
            {
                Statement(_sql.Share, claim.Id, claim.Epoch), Statement(_sql.Move, ids, moved), Statement(_sql.Remove, ids, moved),
            },
        };
        if (above.Count > 0)
        {
            var add = new NpgsqlBatchCommand(_sql.AddFinished);
            Add(add, above);
            batch.BatchCommands.Add(add);
        }
        if (await batch.ExecuteScalarAsync(ct).ConfigureAwait(false) is null) return false;
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return true;
    }

    public bool IsConflict(Exception failure) => Refusal(failure) is
        { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    // Class 57 is the server's own end: of a transaction that it breaks off while it commits nothing is said. And where a record is finished
    // already, an earlier commit has done it whose answer was lost: only a new claim finds that out.
    public bool IsRefusal(Exception failure) => Refusal(failure) is { } refusal && ServerErrors.IsRollback(refusal)
        && !refusal.SqlState.StartsWith("57", StringComparison.Ordinal)
        && !(refusal is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "finished_record" } && refusal.SchemaName == settings.Schema);

    // A user's library may have packed it up.
    private static PostgresException? Refusal(Exception? failure)
    {
        while (failure is not null and not PostgresException) failure = failure.InnerException;
        return (PostgresException?)failure;
    }

    // Npgsql begins with a level always: unless it is told another, with read committed.
    private async Task<IsolationLevel> DefaultLevel(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, "select current_setting('default_transaction_isolation')");
        return (string?)await command.ExecuteScalarAsync(ct).ConfigureAwait(false) switch
        {
            "serializable" => IsolationLevel.Serializable,
            "repeatable read" => IsolationLevel.RepeatableRead,
            "read uncommitted" => IsolationLevel.ReadUncommitted,
            _ => IsolationLevel.ReadCommitted,
        };
    }

    private async Task<(long Id, long Epoch)> Raise(NpgsqlConnection connection, string group, string topic, int partition, CancellationToken ct)
    {
        await using var command = Command(connection, _sql.Claim, group, topic, partition);
        await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        await row.ReadAsync(ct).ConfigureAwait(false);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async Task<Dictionary<string, ClaimedHandler>> Handlers(NpgsqlConnection connection, long owner, string[] names, CancellationToken ct)
    {
        var known = await Known(connection, owner, names, ct).ConfigureAwait(false);
        if (known.Count == names.Length) return known;
        var begin = known.Values.Select(handler => handler.Finished?.Watermark).Min();
        await using (var add = Command(connection, _sql.AddHandlers, owner, names, begin ?? (object)DBNull.Value))
            await add.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        return await Known(connection, owner, names, ct).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, ClaimedHandler>> Known(NpgsqlConnection connection, long owner, string[] names, CancellationToken ct)
    {
        var known = new Dictionary<string, ClaimedHandler>();
        var finished = new Dictionary<long, FinishedOffsets>();
        await using (var read = Command(connection, _sql.ReadHandlers, owner, names))
        await using (var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false))
            while (await rows.ReadAsync(ct).ConfigureAwait(false))
            {
                var id = rows.GetInt64(0);
                if (!rows.IsDBNull(2)) finished.Add(id, new FinishedOffsets(rows.GetInt64(2)));
                known.Add(rows.GetString(1), new ClaimedHandler(id, finished.GetValueOrDefault(id)));
            }
        await using (var read = Command(connection, _sql.ReadFinished, finished.Keys.ToArray()))
        await using (var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false))
            while (await rows.ReadAsync(ct).ConfigureAwait(false))
                finished[rows.GetInt64(0)].Add(rows.GetInt64(1), rows.GetInt64(2) + 1);
        return known;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = settings.CommandTimeoutSeconds };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static NpgsqlBatchCommand Statement(string sql, params object[] values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values) statement.Parameters.Add(new NpgsqlParameter { Value = value });
        return statement;
    }

    private static void Add(NpgsqlBatchCommand statement, IReadOnlyCollection<FinishedRow> rows)
    {
        foreach (var column in new Func<FinishedRow, long>[] { row => row.Consumer, row => row.Offset, row => row.First })
            statement.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
    }
}
