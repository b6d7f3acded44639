using System.Data.Common;
using Akka.Events.Kafka.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Topics;
using Confluent.Kafka;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal.Outbox;

/// <summary>The outbox in PostgreSQL.</summary>
/// <param name="source">Connections.</param>
/// <param name="settings">Where the tables are.</param>
/// <param name="batchBytes">Bytes of a batch.</param>
/// <param name="stale">What is told of failures.</param>
/// <param name="askers">Connections of those who ask what waits, which may take long: they keep none from the forwarder. Null for the same.</param>
internal sealed class PostgreSqlOutbox(
    NpgsqlDataSource source, PostgreSqlSettings settings, long batchBytes, StaleConnections? stale = null, NpgsqlDataSource? askers = null)
    : IOutboxStore
{
    private readonly OutboxSql _sql = new(settings);
    private bool _waits; // the forwarder of this process is noted as waiting

    public Task Initialize(CancellationToken ct) => new SchemaMigrator(source, settings).Run(ct);

    public string? Problem(DbTransaction transaction) => transaction is NpgsqlTransaction
        ? null
        : $"the outbox is in PostgreSQL, and the transaction is a {transaction.GetType().Name}: give the NpgsqlTransaction "
            + "(of EF Core: Database.CurrentTransaction.GetDbTransaction())";

    public async Task Write(DbTransaction transaction, IReadOnlyList<OutgoingRecord> records, CancellationToken ct)
    {
        var npgsql = (NpgsqlTransaction)transaction;
        await using var batch = new NpgsqlBatch(npgsql.Connection, npgsql) { Timeout = settings.CommandTimeoutSeconds };
        foreach (var record in records) batch.BatchCommands.Add(Insert(record));
        await batch.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    public Task<ForwarderLease?> TryTake(string holder, TimeSpan lease, CancellationToken ct) => Query(_sql.Take, async rows =>
    {
        if (!await rows.ReadAsync(ct).ConfigureAwait(false)) return null;
        _waits = true;
        var left = rows.IsDBNull(1) ? null : new OutboxBatch(rows.GetInt64(1), [], rows.GetFieldValue<long[]>(2));
        return new ForwarderLease(rows.GetGuid(0).ToString("N"), left);
    }, ct, holder, lease);

    public async Task<bool> Renew(string holder, TimeSpan lease, CancellationToken ct) =>
        await Execute(_sql.Renew, ct, holder, lease).ConfigureAwait(false) > 0;

    public Task Release(string holder, CancellationToken ct) => Execute(_sql.Release, ct, holder);

    public Task<IReadOnlyList<string>> TopicsOf(OutboxBatch batch, CancellationToken ct) => Query<IReadOnlyList<string>>(_sql.Topics, async rows =>
    {
        var topics = new List<string>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) topics.Add(rows.GetString(0));
        return topics;
    }, ct, Ends(batch, 0), Ends(batch, 1));

    public async Task<(OutboxBatch? Next, bool StillMine)> Advance(string holder, OutboxBatch? before, bool sent, int most, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using var begin = new NpgsqlBatch(connection, transaction) { Timeout = settings.CommandTimeoutSeconds };
            begin.BatchCommands.Add(Statement(_sql.Mine, holder, before is null ? DBNull.Value : before.Number));
            begin.BatchCommands.Add(Statement(_sql.AnyRefused));
            var (mine, refused) = await Both(begin, ct).ConfigureAwait(false);
            if (!mine) return (null, false);
            if (sent)
            {
                await using var remove = Command(connection, _sql.RemoveRuns, Ends(before!, 0), Ends(before!, 1));
                await remove.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            var rows = await Read(connection, refused ? _sql.ReadPast : _sql.Read, most, ct).ConfigureAwait(false);
            var next = rows.Count == 0 ? null : OutboxBatch.Of(rows, Random.Shared);
            // One that waits and finds nothing writes nothing.
            if (next is null && before is null && !sent && _waits) return (null, true);
            await using var note = Command(
                connection, _sql.Note, (object?)next?.Number ?? DBNull.Value, (object?)next?.Ids.ToArray() ?? DBNull.Value);
            note.Parameters[0].NpgsqlDbType = NpgsqlDbType.Bigint;
            note.Parameters[1].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint;
            await note.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            await transaction.CommitAsync(ct).ConfigureAwait(false);
            _waits = next is null;
            return (next, true);
        }
        catch (Exception e) when (stale?.Seen(e) is true)
        {
            throw;
        }
    }

    public Task<IReadOnlyList<long>> Due(TimeSpan after, CancellationToken ct) => Numbers(_sql.Due, ct, after);

    public Task Refuse(long id, string? why, bool stopsTopic, CancellationToken ct)
    {
        var reason = why is null ? (object)DBNull.Value : why.Replace("\0", "", StringComparison.Ordinal);
        return Execute(_sql.Refuse, ct, id, reason, stopsTopic);
    }

    public Task Remove(IReadOnlyCollection<long> ids, CancellationToken ct) => Execute(_sql.Remove, ct, ids.ToArray());

    public async Task Listen(Action told, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        connection.Notification += (_, _) => told();
        await using (var listen = Command(connection, _sql.Listen)) await listen.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        while (true) await connection.WaitAsync(ct).ConfigureAwait(false);
    }

    public async Task<OutboxBacklog> Backlog(CancellationToken ct)
    {
        var (waiting, oldest) = await Query(askers ?? source, _sql.Count, async rows =>
        {
            await rows.ReadAsync(ct).ConfigureAwait(false);
            return (rows.GetInt64(0), rows.IsDBNull(1) ? (DateTimeOffset?)null : new DateTimeOffset(rows.GetDateTime(1)));
        }, ct).ConfigureAwait(false);
        return new OutboxBacklog(waiting, oldest, await Refused(askers ?? source, ct).ConfigureAwait(false));
    }

    public Task<IReadOnlyList<RefusedEvent>> Refused(CancellationToken ct) => Refused(source, ct);

    private Task<IReadOnlyList<RefusedEvent>> Refused(NpgsqlDataSource from, CancellationToken ct) => Query<IReadOnlyList<RefusedEvent>>(from, _sql.Refused, async rows =>
    {
        var refused = new List<RefusedEvent>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
        {
            var key = rows.IsDBNull(2) ? null : KeyText.ToText(rows.GetFieldValue<byte[]>(2));
            // A row that is to be tried at once has no time any more.
            var tried = rows.GetDateTime(4);
            refused.Add(new RefusedEvent(
                rows.GetInt64(0), rows.GetString(1), key, rows.GetString(3),
                tried == DateTime.MinValue ? DateTimeOffset.MinValue : new DateTimeOffset(tried), rows.GetBoolean(5)));
        }
        return refused;
    }, ct);

    public Task<IReadOnlyList<long>> RefusedOf(IReadOnlyCollection<long> ids, CancellationToken ct) => Numbers(_sql.RefusedOf, ct, ids.ToArray());

    public Task<bool> Retry(long id, CancellationToken ct) => Query(_sql.Retry, rows => rows.ReadAsync(ct), ct, id);

    public async Task<bool> Skip(long id, CancellationToken ct) => await Execute(_sql.Skip, ct, id).ConfigureAwait(false) > 0;

    public async Task Clean(CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
            await using var clean = Command(connection, _sql.Clean);
            clean.CommandTimeout = 0;
            await clean.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // The table is another's: autovacuum does it.
        }
    }

    private static async Task<(bool Mine, bool Refused)> Both(NpgsqlBatch begin, CancellationToken ct)
    {
        await using var rows = await begin.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var mine = await rows.ReadAsync(ct).ConfigureAwait(false);
        await rows.NextResultAsync(ct).ConfigureAwait(false);
        return (mine, await rows.ReadAsync(ct).ConfigureAwait(false));
    }

    private async Task<List<OutboxRow>> Read(NpgsqlConnection connection, string sql, int most, CancellationToken ct)
    {
        await using var read = Command(connection, sql, most, batchBytes);
        await using var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var found = new List<OutboxRow>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) found.Add(Row(rows));
        return found;
    }

    private static OutboxRow Row(NpgsqlDataReader row)
    {
        var (names, values) = (row.GetFieldValue<string[]>(4), row.GetFieldValue<byte[]?[]>(5));
        Headers? headers = names.Length == 0 ? null : [];
        for (var i = 0; i < names.Length; i++) headers!.Add(names[i], values[i]);
        return new OutboxRow(
            row.GetInt64(0),
            new OutgoingRecord(
                row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
                headers, row.IsDBNull(6) ? null : row.GetInt32(6), row.IsDBNull(7) ? null : row.GetInt64(7)));
    }

    private NpgsqlBatchCommand Insert(OutgoingRecord record)
    {
        var headers = record.Headers?.BackingList ?? [];
        return new NpgsqlBatchCommand(_sql.Insert)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = record.Topic, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter { Value = (object?)record.Key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                new NpgsqlParameter { Value = (object?)record.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                new NpgsqlParameter { Value = headers.Select(h => h.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new NpgsqlParameter { Value = headers.Select(h => h.GetValueBytes()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new NpgsqlParameter { Value = (object?)record.Partition ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new NpgsqlParameter { Value = (object?)record.TimestampMs ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        };
    }

    /// <summary>The first (0) or last (1) numbers of its runs.</summary>
    private static long[] Ends(OutboxBatch batch, int which) => [.. batch.Ids.Where((_, i) => i % 2 == which)];

    private Task<IReadOnlyList<long>> Numbers(string sql, CancellationToken ct, object value) => Query<IReadOnlyList<long>>(sql, async rows =>
    {
        var ids = new List<long>();
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) ids.Add(rows.GetInt64(0));
        return ids;
    }, ct, value);

    private Task<T> Query<T>(string sql, Func<NpgsqlDataReader, Task<T>> read, CancellationToken ct, params object[] values) =>
        Query(source, sql, read, ct, values);

    private async Task<T> Query<T>(NpgsqlDataSource from, string sql, Func<NpgsqlDataReader, Task<T>> read, CancellationToken ct, params object[] values)
    {
        await using var connection = await from.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = Command(connection, sql, values);
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        return await read(rows).ConfigureAwait(false);
    }

    private async Task<int> Execute(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
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
}
