using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.Internal;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>What the database holds of a consumer group as a whole.</summary>
internal sealed class PostgreSqlGroupState(NpgsqlDataSource source, PostgreSqlSettings settings) : IGroupState
{
    /// <summary>A shard's persistence id is <c>group/shard</c>; a group's name may itself contain a slash.</summary>
    private const string ShardOfGroup =
        "starts_with(persistence_id, $1 || '/') and substring(persistence_id from length($1) + 2) ~ '^[0-9]+$'";

    private static readonly string[] JournalTables = ["tags", "journal", "journal_metadata", "snapshot"];

    public async Task DeleteGroup(string group, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        var entities = $"select id from {settings.Table("entity")} where group_name = $1";
        await DeleteFrom(settings.Table("entity_state"), $"entity_id in ({entities})").ConfigureAwait(false);
        await DeleteFrom(settings.Table("group_topic"), "group_name = $1").ConfigureAwait(false);
        await DeleteFrom(settings.Table("shard"), "group_name = $1").ConfigureAwait(false);
        var owners = $"select id from {settings.Table("consumer_owner")} where group_name = $1";
        var consumers = $"select id from {settings.Table("consumer_offset")} where owner_id in ({owners})";
        await DeleteFrom(settings.Table("finished_record"), $"consumer_id in ({consumers})").ConfigureAwait(false);
        await DeleteFrom(settings.Table("consumer_offset"), $"owner_id in ({owners})").ConfigureAwait(false);
        await DeleteFrom(settings.Table("consumer_owner"), "group_name = $1").ConfigureAwait(false);
        var marks = EventMark.Range(group);
        await DeleteFrom(settings.Table("handled_event"), "mark between $1 and $2", marks.First, marks.Last).ConfigureAwait(false);
        foreach (var table in JournalTables) await DeleteFrom(settings.JournalTable(table), ShardOfGroup).ConfigureAwait(false);
        await transaction.CommitAsync(ct).ConfigureAwait(false);

        async Task DeleteFrom(string table, string condition, params object[] values)
        {
            await using var exists = Command("select to_regclass($1) is not null", table);
            if (!(bool)(await exists.ExecuteScalarAsync(ct).ConfigureAwait(false))!) return;
            await using var delete = Command($"delete from {table} where {condition}", values is [] ? [group] : values);
            await delete.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }

        NpgsqlCommand Command(string sql, params object[] values)
        {
            // Millions of states take minutes.
            var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return command;
        }
    }
}
