using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>Looks whether the journal's tables are there, with the constraint that tells owners of a shard apart.</summary>
internal sealed class JournalCheck(PostgreSqlSettings settings)
{
    private const string Tables =
        "select count(*) = 2 from pg_tables where schemaname = $1 and tablename in ('journal', 'snapshot')";

    // On just these two columns, in either order, of all rows.
    private const string Unique =
        """
        select exists (
            select from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = 'journal' and i.indisunique and i.indisvalid and i.indpred is null and i.indnkeyatts = 2
              and array['persistence_id', 'sequence_number'] = (
                  select array_agg(a.attname::text order by a.attname) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum in (i.indkey[0], i.indkey[1])))
        """;

    public Task<bool> IsThere(NpgsqlConnection connection, CancellationToken ct) => Ask(connection, Tables, ct);

    /// <exception cref="SchemaMissingException">A second owner of a shard could write beside the first.</exception>
    public async Task Run(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await Ask(connection, Unique, ct).ConfigureAwait(false)) return;
        var table = settings.JournalTable("journal");
        throw new SchemaMissingException(
            $"Table {table} in database '{connection.Database}' on {connection.Host}:{connection.Port} has no unique constraint on "
            + "(persistence_id, sequence_number). Without it two processes that both believe they own a shard would both write, and events "
            + $"would count twice. Run this SQL there:\nalter table {table} add constraint journal_uq unique (persistence_id, sequence_number);");
    }

    private async Task<bool> Ask(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            CommandTimeout = settings.CommandTimeoutSeconds,
            Parameters = { new NpgsqlParameter<string> { TypedValue = settings.JournalSchema } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }
}
