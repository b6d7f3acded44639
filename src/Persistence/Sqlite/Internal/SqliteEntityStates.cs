using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>
/// Entity states in the table <c>entity_state</c> of a file. One thread writes and one reads, each with a connection of its own: a reader
/// doesn't wait for the writer.
/// </summary>
internal sealed class SqliteEntityStates(SqliteSettings settings, TimeProvider time, ILogger? log = null) : IEntityStates, IDisposable
{
    /// <summary>Rows of a sweep that are read at once. No reader stays open between them: it would let the log grow.</summary>
    private const int Page = 1_000;

    /// <summary>Rows of ended entities that one checkpoint removes, at most.</summary>
    private const int PurgeChunk = 10_000;

    private readonly ConcurrentDictionary<(string Group, int Shard), long> _claimed = new();
    private readonly SqliteWorker _writer = new(settings, "akka-events-sqlite-writer");
    private readonly SqliteWorker _reader = new(settings, "akka-events-sqlite-reader");

    public Task Initialize(CancellationToken ct) => _writer.Do(SqliteMigrator.Run, ct);

    public Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct) => _writer.Do(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            var (claim, drop) = ShardClaim.Of(Stored(connection, group, shard), journal);
            if (drop) connection.Execute(SqliteSql.DropStates, group, shard);
            connection.Execute(SqliteSql.WriteClaim, group, shard, claim.Incarnation, claim.StoredThrough);
            transaction.Commit();
            return _claimed[(group, shard)] = claim.Incarnation;
        }, ct);

    public Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct) =>
        _reader.Do<IReadOnlyList<StoredState>>(
            connection =>
            {
                var found = new List<StoredState>();
                using var command = connection.Command(SqliteSql.Read, EntityId(connection, group, entity), shard, Array.Empty<byte>());
                foreach (var key in keys)
                {
                    ct.ThrowIfCancellationRequested();
                    command.Parameters[2].Value = key;
                    using var row = command.ExecuteReader();
                    if (row.Read()) found.Add(new StoredState(entity, key, row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));
                }
                return found;
            }, ct);

    public Task<IReadOnlyList<byte[]>> Keys(string group, int shard, string entity, byte[]? after, int limit, CancellationToken ct) =>
        _reader.Do<IReadOnlyList<byte[]>>(
            connection =>
            {
                var keys = new List<byte[]>();
                using var command = connection.Command(
                    after is null ? SqliteSql.FirstKeys : SqliteSql.NextKeys, EntityId(connection, group, entity), shard, limit, after);
                using var rows = command.ExecuteReader();
                while (rows.Read()) keys.Add(rows.GetFieldValue<byte[]>(0));
                return keys;
            }, ct);

    public async IAsyncEnumerable<StoredState> ReadAll(string group, int shard, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (id, name) in await _reader.Do(connection => Entities(connection, group), ct).ConfigureAwait(false))
        {
            byte[]? last = null;
            while (true)
            {
                var page = await _reader.Do(connection => PageOf(connection, id, name, shard, last), ct).ConfigureAwait(false);
                foreach (var state in page) yield return state;
                if (page.Count < Page) break;
                last = page[^1].Key;
            }
        }
    }

    public Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        if (states.Count == 0) return Task.CompletedTask;
        return _writer.Do(
            connection =>
            {
                using var transaction = connection.BeginTransaction();
                if (_claimed.TryGetValue((group, shard), out var incarnation)
                    && connection.Execute(SqliteSql.Store, group, shard, incarnation, states.Max(state => state.SequenceNr)) == 0)
                    throw new StaleShardException(shard);
                using var command = connection.Command(SqliteSql.Write, 0, shard, null, 0L, "", Array.Empty<byte>(), null);
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var (entity, deletes) = ("", false);
                foreach (var state in states)
                {
                    ct.ThrowIfCancellationRequested();
                    if (state.Entity != entity) command.Parameters[0].Value = EntityId(connection, group, entity = state.Entity, make: true);
                    command.Parameters[2].Value = state.Key;
                    command.Parameters[3].Value = state.SequenceNr;
                    command.Parameters[4].Value = state.Manifest;
                    command.Parameters[5].Value = state.Payload.ToArray();
                    command.Parameters[6].Value = state.Deleted ? now : DBNull.Value;
                    command.ExecuteNonQuery();
                    deletes |= state.Deleted;
                }
                transaction.Commit();
                if (deletes) Purge(connection, now);
            }, ct);
    }

    public Task<IReadOnlyDictionary<string, KnownTopic>> Know(
        string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct) =>
        _writer.Do<IReadOnlyDictionary<string, KnownTopic>>(
            connection =>
            {
                using var transaction = connection.BeginTransaction();
                foreach (var topic in topics)
                    connection.Execute(SqliteSql.InsertTopic, group, topic.Topic, topic.Id, topic.Partitions, topic.Life);
                var known = new Dictionary<string, KnownTopic>();
                using (var command = connection.Command(SqliteSql.ReadTopics, group))
                using (var rows = command.ExecuteReader())
                    while (rows.Read())
                        known.Add(rows.GetString(0), new KnownTopic(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3)));
                transaction.Commit();
                return known;
            }, ct);

    public Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct) => _writer.Do(
        connection => connection.Execute(SqliteSql.ReplaceTopic, group, known.Topic, by.Id, by.Life, known.Id, known.Life), ct);

    public Task Delete(string group, CancellationToken ct) => _writer.Do(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(SqliteSql.DeleteTopics, group);
            connection.Execute(SqliteSql.DeleteStates, group);
            connection.Execute(SqliteSql.DeleteShards, group);
            transaction.Commit();
        }, ct);

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    // What was written before is durable: whatever comes of this is no failure of it.
    private void Purge(SqliteConnection connection, long now)
    {
        try
        {
            connection.Execute(SqliteSql.Purge, now - (long)settings.KeepDeleted.TotalMilliseconds, PurgeChunk);
        }
        catch (SqliteException e)
        {
            PersistenceLog.EndedNotPurged(log ?? NullLogger.Instance, e, $"SQLite at '{settings.Path}'");
        }
    }

    private static ShardClaim? Stored(SqliteConnection connection, string group, int shard)
    {
        using var command = connection.Command(SqliteSql.ReadClaim, group, shard);
        using var row = command.ExecuteReader();
        return row.Read() ? new ShardClaim(row.GetInt64(0), row.GetInt64(1)) : null;
    }

    /// <summary>The entity's number; 0: it has none yet.</summary>
    private static long EntityId(SqliteConnection connection, string group, string entity, bool make = false)
    {
        if (make) connection.Execute(SqliteSql.InsertEntity, group, entity);
        return connection.Scalar<long>(SqliteSql.FindEntity, group, entity);
    }

    private static List<(long Id, string Name)> Entities(SqliteConnection connection, string group)
    {
        var names = new List<(long, string)>();
        using var command = connection.Command(SqliteSql.Entities, group);
        using var rows = command.ExecuteReader();
        while (rows.Read()) names.Add((rows.GetInt64(0), rows.GetString(1)));
        return names;
    }

    private static List<StoredState> PageOf(SqliteConnection connection, long entity, string name, int shard, byte[]? after)
    {
        var page = new List<StoredState>(Page);
        var manifest = "";
        using var command = connection.Command(after is null ? SqliteSql.FirstPage : SqliteSql.NextPage, entity, shard, Page, after);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var read = rows.GetString(2);
            if (read != manifest) manifest = read; // nearly always the row before has the same: one string for all
            page.Add(new StoredState(name, rows.GetFieldValue<byte[]>(0), rows.GetInt64(1), manifest, rows.GetFieldValue<byte[]>(3)));
        }
        return page;
    }
}
