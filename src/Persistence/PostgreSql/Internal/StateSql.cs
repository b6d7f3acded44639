namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>The statements of <see cref="PostgreSqlEntityStates"/>, with the schema's name in place.</summary>
internal sealed class StateSql(string states, string entities, string topics, string shards)
{
    public StateSql(PostgreSqlSettings settings)
        : this(settings.Table("entity_state"), settings.Table("entity"), settings.Table("group_topic"), settings.Table("shard"))
    {
    }

    public string FindEntity { get; } = $"select id from {entities} where group_name = $1 and entity_name = $2";

    public string InsertEntity { get; } = $"insert into {entities} (group_name, entity_name) values ($1, $2) on conflict do nothing";

    public string Entities { get; } = $"select id, entity_name from {entities} where group_name = $1";

    /// <summary>$1 entity, $2 shard, $3 key ids.</summary>
    public string Read { get; } =
        $"""
        select coalesce(long_key, key_id), sequence_nr, manifest, payload from {states}
        where entity_id = $1 and shard = $2 and key_id = any($3) and deleted_at is null
        """;

    /// <summary>$1 entity, $2 shard, $3 the key id before, $4 how many.</summary>
    public string Keys { get; } =
        $"""
        select coalesce(long_key, key_id) from {states}
        where entity_id = $1 and shard = $2 and key_id > $3 and deleted_at is null order by key_id limit $4
        """;

    /// <summary>The first of them; $3 how many.</summary>
    public string FirstKeys { get; } =
        $"""
        select coalesce(long_key, key_id) from {states}
        where entity_id = $1 and shard = $2 and deleted_at is null order by key_id limit $3
        """;

    /// <summary>
    /// $1 entity, $2 shard, and arrays: $3 key ids, $4 long keys, $5 sequence numbers, $6 manifests, $7 payloads, $8 deleted.
    /// </summary>
    public string Write { get; } =
        $"""
        insert into {states} as stored
            (entity_id, shard, key_id, long_key, sequence_nr, manifest, payload, deleted_at)
        select $1, $2, key_id, long_key, sequence_nr, manifest, payload, case when deleted then now() end
        from unnest($3, $4, $5, $6, $7, $8) as row (key_id, long_key, sequence_nr, manifest, payload, deleted)
        on conflict (entity_id, shard, key_id) do update
        set sequence_nr = excluded.sequence_nr, manifest = excluded.manifest, payload = excluded.payload, deleted_at = excluded.deleted_at
        where stored.sequence_nr <= excluded.sequence_nr
        """;

    /// <summary>$1 how long the rows of ended entities are kept, $2 how many are removed at most. Those that others hold are left for later.</summary>
    public string Purge { get; } =
        $"""
        delete from {states} where ctid = any(array(
            select ctid from {states} where deleted_at < now() - $1 limit $2 for update skip locked))
        """;

    public string DeleteGroup { get; } =
        $"""
        with topics as (delete from {topics} where group_name = $1), shards as (delete from {shards} where group_name = $1)
        delete from {states} where entity_id in (select id from {entities} where group_name = $1)
        """;

    /// <summary>$1 group, and arrays: $2 topics, $3 ids, $4 partitions, $5 lives.</summary>
    public string InsertTopics { get; } =
        $"""
        insert into {topics} (group_name, topic, topic_id, partitions, life)
        select $1, topic, topic_id, partitions, life from unnest($2, $3, $4, $5) as row (topic, topic_id, partitions, life)
        order by topic
        on conflict do nothing
        """;

    /// <summary>$1 group.</summary>
    public string ReadTopics { get; } = $"select topic, topic_id, partitions, life from {topics} where group_name = $1";

    /// <summary>$1 group, $2 topic, $3 new id, $4 new life, $5 old id, $6 old life.</summary>
    public string ReplaceTopic { get; } =
        $"update {topics} set topic_id = $3, life = $4 where group_name = $1 and topic = $2 and topic_id = $5 and life = $6";

    /// <summary>COPY takes no parameters; numbers need no quoting.</summary>
    public string Copy(IEnumerable<int> entityIds, int shard) =>
        $"""
        copy (select entity_id, coalesce(long_key, key_id), sequence_nr, manifest, payload from {states}
              where entity_id in ({string.Join(',', entityIds)}) and shard = {shard} and deleted_at is null) to stdout (format binary)
        """;
}
