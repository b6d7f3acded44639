using Akka.Events.Persistence.Internal;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>What the file holds of a consumer group as a whole.</summary>
internal sealed class SqliteGroupState(SqliteSettings settings) : IGroupState
{
    /// <summary>A shard's persistence id is <c>group/shard</c>; a group's name may itself contain a slash.</summary>
    private const string ShardOfGroup =
        "substr(persistence_id, 1, length($1) + 1) = $1 || '/' and substr(persistence_id, length($1) + 2) glob '[0-9]*' "
        + "and substr(persistence_id, length($1) + 2) not glob '*[^0-9]*'";

    private static readonly (string Table, string Condition)[] s_rows =
    [
        ("entity_state", "entity_id in (select id from entity where group_name = $1)"), ("group_topic", "group_name = $1"),
        ("shard", "group_name = $1"), ("tags", ShardOfGroup), ("journal", ShardOfGroup), ("snapshot", ShardOfGroup),
    ];

    public Task DeleteGroup(string group, CancellationToken ct)
    {
        using var connection = settings.Connection();
        connection.Open();
        settings.Prepare(connection);
        using var transaction = connection.BeginTransaction();
        foreach (var (table, condition) in s_rows)
        {
            ct.ThrowIfCancellationRequested();
            if (connection.Scalar<long>("select count(*) from sqlite_master where type = 'table' and name = $1", table) > 0)
                connection.Execute($"delete from {table} where {condition}", group);
        }
        transaction.Commit();
        return Task.CompletedTask;
    }
}
