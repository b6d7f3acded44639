using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;
using Akka.Events.Cli.Printing;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Journal;
using Akka.Events.Topics;

namespace Akka.Events.Cli.Entities;

/// <summary>One key of an entity, as the database has it.</summary>
internal sealed class StoredEntity
{
    private const int NoRows = 0;

    private readonly Session _session;
    private readonly byte[] _key;
    private readonly int _entityId;
    private readonly PostgreSqlJournalReader _journal;

    private StoredEntity(Session session, string group, string entity, int entityId, byte[] key, int shard)
    {
        (_session, Group, Entity, _entityId, _key, Shard) = (session, group, entity, entityId, key, shard);
        _journal = new PostgreSqlJournalReader(session.Database, session.Sql);
    }

    public string Group { get; }

    public string Entity { get; }

    public string Key => KeyText.ToText(_key);

    public int Shard { get; }

    public string PersistenceId => JournalDurability.PersistenceId(Group, Shard);

    /// <param name="session">Its database.</param>
    /// <param name="group">The group.</param>
    /// <param name="entity">The entity's name; null where the group has just one.</param>
    /// <param name="key">The key as text.</param>
    /// <param name="ct">Ends the looking.</param>
    /// <exception cref="ToolException">There is no such group or entity.</exception>
    public static async Task<StoredEntity> Find(Session session, string group, string? entity, string key, CancellationToken ct)
    {
        await session.NeedSchema(ct);
        var sql = session.Sql;
        var partitions = (await session.Query(
            $"select max(partitions) from {sql.Table("group_topic")} where group_name = $1", row => row.Nullable<int>(0), ct, group))[0]
            ?? throw ToolException.NotFound($"no group {group} with entities is known in {Tables.Where(session)}");
        var entities = await session.Query(
            $"select entity_name, id from {sql.Table("entity")} where group_name = $1 order by 1", row => (Name: row.GetString(0), Id: row.GetInt32(1)), ct, group);
        var bytes = KeyText.ToBytes(key);
        // Before the first checkpoint only the journal knows them.
        if (entities.Count == 0)
            entities = [.. (await InJournal(session, group, bytes, partitions, ct)).Select(name => (name, NoRows))];
        if (entities.Count == 0) throw ToolException.NotFound($"group {group} has nothing of {Printable.Line(key)}");
        if (entity is null && entities.Count > 1)
            throw ToolException.Misused($"group {group} has several entities: name one with --entity ({string.Join(", ", entities.Select(e => e.Name))})");
        var found = entities.Find(e => entity is null || e.Name == entity);
        if (found.Name is null) throw ToolException.NotFound($"group {group} has no entity {entity}: it has {string.Join(", ", entities.Select(e => e.Name))}");
        // Where Kafka's own clients put it; where another client has put it elsewhere, there.
        var usual = Murmur2Partitioner.Partition(bytes, partitions);
        var stored = await session.Query(
            $"select shard from {sql.Table("entity_state")} where entity_id = $1 and shard = any($2) and key_id = $3",
            row => row.GetInt32(0), ct, found.Id, Enumerable.Range(0, partitions).ToArray(), RowKey.Id(bytes));
        return new StoredEntity(session, group, found.Name, found.Id, bytes, stored.Contains(usual) || stored.Count == 0 ? usual : stored[0]);
    }

    /// <summary>The entities that a key's shard has events of, for the key.</summary>
    private static async Task<IReadOnlyList<string>> InJournal(Session session, string group, byte[] key, int partitions, CancellationToken ct)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var id = JournalDurability.PersistenceId(group, Murmur2Partitioner.Partition(key, partitions));
        await foreach (var (_, batch) in new PostgreSqlJournalReader(session.Database, session.Sql).Read(id, key, after: 0, ct))
            JournalBatchReader.Scan(batch, null, (of, start, length) =>
            {
                var (handler, keyStart, keyLength) = JournalBatchReader.ReadKey(batch.Payload.AsMemory(start, length));
                if (batch.Payload.AsSpan(start + keyStart, keyLength).SequenceEqual(key)) names.Add(of.Handler(handler));
            });
        return [.. names];
    }

    /// <summary>The stored state, null for none, and the events behind it.</summary>
    public async Task<(StoredState? State, IReadOnlyList<HistoryRow> Since)> Read(CancellationToken ct)
    {
        var rows = await _session.Query(
            $"select sequence_nr, manifest, payload from {_session.Sql.Table("entity_state")} where entity_id = $1 and shard = $2 and key_id = $3 and deleted_at is null",
            row => new StoredState(Entity, _key, row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)), ct, _entityId, Shard, RowKey.Id(_key));
        StoredState? state = rows.Count == 0 ? null : rows[0];
        return (state, await Events(state?.SequenceNr ?? 0, ct));
    }

    /// <summary>The journal's events of the key behind a sequence number.</summary>
    public async Task<IReadOnlyList<HistoryRow>> Events(long after, CancellationToken ct)
    {
        var events = new List<HistoryRow>();
        await foreach (var (sequenceNr, batch) in _journal.Read(PersistenceId, _key, after, ct))
            foreach (var e in JournalBatchReader.EventsOf(batch, Entity, _key))
                events.Add(HistoryRow.Of(sequenceNr, Shard, e));
        return events;
    }

    public Task<long> FirstSequenceNr(CancellationToken ct) => _journal.FirstSequenceNr(PersistenceId, ct);
}
