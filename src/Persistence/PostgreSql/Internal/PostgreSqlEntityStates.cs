using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>
/// Entity states in the table <c>entity_state</c>. Errors of the database come out as Npgsql's exceptions; whoever calls decides about
/// trying again.
/// </summary>
/// <param name="source">Connections.</param>
/// <param name="settings">Where the tables are.</param>
/// <param name="sweeps">Connections of sweeps, of which each has one for as long as its shard takes; null for the same.</param>
/// <param name="stale">What is told of failures.</param>
/// <param name="blockers">Ends who holds a shard and stands still; null for one that logs nothing.</param>
/// <param name="log">Takes the log lines; null for none.</param>
internal sealed class PostgreSqlEntityStates(
    NpgsqlDataSource source, PostgreSqlSettings settings, NpgsqlDataSource? sweeps = null, StaleConnections? stale = null, Blockers? blockers = null,
    ILogger? log = null) : IEntityStates
{
    /// <summary>
    /// Sweeps at once in this process. A few that are soon ready are better than all at the same late moment, and they leave the server its
    /// connections, and look-ups by key theirs.
    /// </summary>
    public static readonly int MaxSweeps = Math.Clamp(Environment.ProcessorCount, 2, 4);

    /// <summary>Keys in one look-up.</summary>
    private const int ReadChunk = 2_000;

    /// <summary>Rows of ended entities that one checkpoint removes, at most, and for how long it may try: it ends in a known time.</summary>
    private const int PurgeChunk = 10_000, PurgeSeconds = 5;

    private readonly ConcurrentDictionary<(string Group, string Entity), int> _ids = new();
    private readonly StateSql _sql = new(settings);
    private readonly ShardClaims _claims = new(settings, blockers ?? new Blockers(source, NullLogger.Instance, settings.ClaimPatience));
    private readonly SemaphoreSlim _sweeps = new(MaxSweeps);

    public Task Initialize(CancellationToken ct) => new SchemaMigrator(source, settings).Run(ct);

    public async Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
            return await _claims.Claim(connection, group, shard, journal, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (stale?.Seen(e) is true)
        {
            throw;
        }
    }

    public async Task<IReadOnlyList<StoredState>> Read(
        string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct)
    {
        var found = new List<StoredState>();
        if (keys.Count == 0) return found;
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        var id = await EntityId(connection, group, entity, make: false, ct).ConfigureAwait(false);
        if (id == 0) return found;

        foreach (var chunk in keys.Chunk(ReadChunk))
        {
            await using var command = Command(connection, _sql.Read, id, shard);
            command.Parameters.Add(Bytea(Array.ConvertAll(chunk, RowKey.Id)));
            await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            while (await rows.ReadAsync(ct).ConfigureAwait(false))
            {
                var (key, payload) = (rows.GetFieldValue<byte[]>(0), rows.GetFieldValue<byte[]>(3));
                found.Add(new StoredState(entity, key, rows.GetInt64(1), rows.GetString(2), payload));
            }
        }
        return found;
    }

    public async Task<IReadOnlyList<byte[]>> Keys(string group, int shard, string entity, byte[]? after, int limit, CancellationToken ct)
    {
        var keys = new List<byte[]>();
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        var id = await EntityId(connection, group, entity, make: false, ct).ConfigureAwait(false);
        if (id == 0) return keys;
        await using var command = Command(connection, after is null ? _sql.FirstKeys : _sql.Keys, id, shard);
        if (after is not null) command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RowKey.Id(after) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) keys.Add(rows.GetFieldValue<byte[]>(0));
        return keys;
    }

    public async IAsyncEnumerable<StoredState> ReadAll(string group, int shard, [EnumeratorCancellation] CancellationToken ct)
    {
        await _sweeps.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await foreach (var state in Sweep(group, shard, ct).ConfigureAwait(false)) yield return state;
        }
        finally
        {
            _sweeps.Release();
        }
    }

    private async IAsyncEnumerable<StoredState> Sweep(string group, int shard, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await (sweeps ?? source).OpenConnectionAsync(ct).ConfigureAwait(false);
        var names = await Entities(connection, group, ct).ConfigureAwait(false);
        if (names.Count == 0) yield break;

        var manifest = "";
        await using var rows = await connection.BeginBinaryExportAsync(_sql.Copy(names.Keys, shard), ct).ConfigureAwait(false);
        rows.Timeout = settings.CommandTimeout;
        while (await rows.StartRowAsync(ct).ConfigureAwait(false) > 0)
        {
            var entity = names[await rows.ReadAsync<int>(ct).ConfigureAwait(false)];
            var key = await rows.ReadAsync<byte[]>(ct).ConfigureAwait(false);
            var sequenceNr = await rows.ReadAsync<long>(ct).ConfigureAwait(false);
            var read = await rows.ReadAsync<string>(ct).ConfigureAwait(false);
            if (read != manifest) manifest = read; // nearly always the row before has the same: one string for all
            yield return new StoredState(entity, key, sequenceNr, manifest, await rows.ReadAsync<byte[]>(ct).ConfigureAwait(false));
        }
    }

    public async Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        if (states.Count == 0) return;
        try
        {
            await WriteAll(group, shard, states, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (stale?.Seen(e) is true)
        {
            throw;
        }
    }

    private async Task WriteAll(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        var ids = new Dictionary<string, int>();
        foreach (var state in states)
            if (!ids.ContainsKey(state.Entity))
                ids[state.Entity] = await EntityId(connection, group, state.Entity, make: true, ct).ConfigureAwait(false);

        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await _claims.Store(connection, group, shard, states.Max(state => state.SequenceNr), ct).ConfigureAwait(false);
        var deletes = false;
        foreach (var chunk in WriteChunk.Form(states))
        {
            await using var command = Command(connection, _sql.Write, ids[chunk.Entity], shard);
            command.Parameters.Add(Bytea(chunk.KeyIds));
            command.Parameters.Add(Bytea(chunk.LongKeys));
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = chunk.SequenceNrs });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = chunk.Manifests });
            command.Parameters.Add(Bytea(chunk.Payloads));
            command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = chunk.Deleted });
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            deletes |= chunk.Deleted.Contains(true);
        }
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        if (deletes) await Purge(connection, ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<string, KnownTopic>> Know(
        string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var insert = Command(connection, _sql.InsertTopics);
        insert.Parameters.Add(Value(group));
        insert.Parameters.Add(Value(topics.Select(t => t.Topic).ToArray()));
        insert.Parameters.Add(Value(topics.Select(t => t.Id).ToArray()));
        insert.Parameters.Add(Value(topics.Select(t => t.Partitions).ToArray()));
        insert.Parameters.Add(Value(topics.Select(t => t.Life).ToArray()));
        await insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false);

        var known = new Dictionary<string, KnownTopic>();
        await using var read = Command(connection, _sql.ReadTopics);
        read.Parameters.Add(Value(group));
        await using var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
            known.Add(rows.GetString(0), new KnownTopic(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3)));
        return known;
    }

    public async Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = Command(connection, _sql.ReplaceTopic);
        command.Parameters.Add(Value(group));
        command.Parameters.Add(Value(known.Topic));
        command.Parameters.Add(Value(by.Id));
        command.Parameters.Add(Value(by.Life));
        command.Parameters.Add(Value(known.Id));
        command.Parameters.Add(Value(known.Life));
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    public async Task Delete(string group, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = Command(connection, _sql.DeleteGroup);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = group });
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    // What was written before is durable: whatever comes of this is no failure of it.
    private async Task Purge(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using var command = Command(connection, _sql.Purge);
            command.CommandTimeout = Math.Min(PurgeSeconds, settings.CommandTimeoutSeconds);
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = settings.KeepDeleted });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PurgeChunk });
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A later checkpoint removes them.
        }
        catch (Exception e)
        {
            PersistenceLog.EndedNotPurged(log ?? NullLogger.Instance, e, PostgreSqlStore.Name(new NpgsqlConnectionStringBuilder(source.ConnectionString)));
        }
    }

    /// <summary>The entity's number in the table <c>entity</c>; 0: it has none yet.</summary>
    private async ValueTask<int> EntityId(NpgsqlConnection connection, string group, string entity, bool make, CancellationToken ct)
    {
        if (_ids.TryGetValue((group, entity), out var known)) return known;
        var id = await Find().ConfigureAwait(false);
        if (id == 0 && make)
        {
            await using var insert = Named(_sql.InsertEntity);
            await insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            id = await Find().ConfigureAwait(false);
        }
        if (id != 0) _ids[(group, entity)] = id;
        return id;

        async Task<int> Find()
        {
            await using var find = Named(_sql.FindEntity);
            return (int?)await find.ExecuteScalarAsync(ct).ConfigureAwait(false) ?? 0;
        }

        NpgsqlCommand Named(string sql)
        {
            var command = Command(connection, sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = group });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entity });
            return command;
        }
    }

    private async Task<Dictionary<int, string>> Entities(NpgsqlConnection connection, string group, CancellationToken ct)
    {
        var names = new Dictionary<int, string>();
        await using var command = Command(connection, _sql.Entities);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = group });
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false)) names.Add(rows.GetInt32(0), rows.GetString(1));
        return names;
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<T> Bytea<T>(T array) =>
        new() { TypedValue = array, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<int> numbers)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = settings.CommandTimeoutSeconds };
        foreach (var number in numbers) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return command;
    }
}
