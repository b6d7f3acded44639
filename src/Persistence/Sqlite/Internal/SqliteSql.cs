namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>The statements of <see cref="SqliteEntityStates"/>.</summary>
internal static class SqliteSql
{
    public const string FindEntity = "select id from entity where group_name = $1 and entity_name = $2";

    public const string InsertEntity = "insert into entity (group_name, entity_name) values ($1, $2) on conflict do nothing";

    public const string Entities = "select id, entity_name from entity where group_name = $1";

    /// <summary>$1 entity, $2 shard, $3 key.</summary>
    public const string Read =
        "select sequence_nr, manifest, payload from entity_state where entity_id = $1 and shard = $2 and key = $3 and deleted_at is null";

    /// <summary>$1 entity, $2 shard, $3 how many.</summary>
    public const string FirstPage =
        """
        select key, sequence_nr, manifest, payload from entity_state
        where entity_id = $1 and shard = $2 and deleted_at is null order by key limit $3
        """;

    /// <summary>The same behind the key $4.</summary>
    public const string NextPage =
        """
        select key, sequence_nr, manifest, payload from entity_state
        where entity_id = $1 and shard = $2 and key > $4 and deleted_at is null order by key limit $3
        """;

    /// <summary>$1 entity, $2 shard, $3 how many.</summary>
    public const string FirstKeys = "select key from entity_state where entity_id = $1 and shard = $2 and deleted_at is null order by key limit $3";

    /// <summary>The same behind the key $4.</summary>
    public const string NextKeys =
        "select key from entity_state where entity_id = $1 and shard = $2 and key > $4 and deleted_at is null order by key limit $3";

    /// <summary>$1 entity, $2 shard, $3 key, $4 sequence number, $5 manifest, $6 payload, $7 when it was deleted.</summary>
    public const string Write =
        """
        insert into entity_state as stored (entity_id, shard, key, sequence_nr, manifest, payload, deleted_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (entity_id, shard, key) do update
        set sequence_nr = excluded.sequence_nr, manifest = excluded.manifest, payload = excluded.payload, deleted_at = excluded.deleted_at
        where stored.sequence_nr <= excluded.sequence_nr
        """;

    /// <summary>$1 Unix milliseconds: rows of entities that ended before, $2 of them at most.</summary>
    public const string Purge =
        """
        delete from entity_state where (entity_id, shard, key) in
            (select entity_id, shard, key from entity_state where deleted_at < $1 limit $2)
        """;

    public const string DeleteTopics = "delete from group_topic where group_name = $1";

    public const string DeleteShards = "delete from shard where group_name = $1";

    /// <summary>$1 group, $2 shard.</summary>
    public const string ReadClaim = "select incarnation, stored_through from shard where group_name = $1 and shard = $2";

    /// <summary>$1 group, $2 shard, $3 incarnation, $4 stored through.</summary>
    public const string WriteClaim = "insert or replace into shard (group_name, shard, incarnation, stored_through) values ($1, $2, $3, $4)";

    /// <summary>$1 group, $2 shard.</summary>
    public const string DropStates =
        "delete from entity_state where entity_id in (select id from entity where group_name = $1) and shard = $2";

    /// <summary>$1 group, $2 shard, $3 incarnation, $4 the highest sequence number that is stored now.</summary>
    public const string Store =
        "update shard set stored_through = max(stored_through, $4) where group_name = $1 and shard = $2 and incarnation = $3";

    public const string DeleteStates = "delete from entity_state where entity_id in (select id from entity where group_name = $1)";

    /// <summary>$1 group, $2 topic, $3 id, $4 partitions, $5 life.</summary>
    public const string InsertTopic =
        "insert into group_topic (group_name, topic, topic_id, partitions, life) values ($1, $2, $3, $4, $5) on conflict do nothing";

    /// <summary>$1 group.</summary>
    public const string ReadTopics = "select topic, topic_id, partitions, life from group_topic where group_name = $1";

    /// <summary>$1 group, $2 topic, $3 new id, $4 new life, $5 old id, $6 old life.</summary>
    public const string ReplaceTopic =
        "update group_topic set topic_id = $3, life = $4 where group_name = $1 and topic = $2 and topic_id = $5 and life = $6";
}
