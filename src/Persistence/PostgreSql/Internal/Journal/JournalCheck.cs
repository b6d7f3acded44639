using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

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

    // Which of them there are no columns for.
    private const string Missing =
        """
        select coalesce(string_agg(name, ', ' order by name), '')
        from unnest(array['persistence_id', 'sequence_number', 'created', 'deleted', 'message', 'manifest', 'identifier']) as name
        where not exists (
            select from information_schema.columns where table_schema = $1 and table_name = 'journal' and column_name = name)
        """;

    public Task<bool> IsThere(NpgsqlConnection connection, CancellationToken ct) => Ask<bool>(connection, Tables, ct);

    /// <exception cref="SchemaMissingException">
    /// The table is none of a journal's, or a second owner of a shard could write beside the first.
    /// </exception>
    public async Task Run(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await Ask<string>(connection, Missing, ct).ConfigureAwait(false) is { Length: > 0 } missing)
            throw new SchemaMissingException(
                $"Table {settings.JournalTable("journal")} in database '{connection.Database}' on {connection.Host}:{connection.Port} is another "
                + $"product's: it has no column {missing}. Set akka.events.postgresql.journal-schema to a schema of the journal's own");
        if (await Ask<bool>(connection, Unique, ct).ConfigureAwait(false)) return;
        var table = settings.JournalTable("journal");
        throw new SchemaMissingException(
            $"Table {table} in database '{connection.Database}' on {connection.Host}:{connection.Port} has no unique constraint on "
            + "(persistence_id, sequence_number). Without it two processes that both believe they own a shard would both write, and events "
            + $"would count twice. Run this SQL there:\nalter table {table} add constraint journal_uq unique (persistence_id, sequence_number);");
    }

    private async Task<T> Ask<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            CommandTimeout = settings.CommandTimeoutSeconds,
            Parameters = { new NpgsqlParameter<string> { TypedValue = settings.JournalSchema } },
        };
        return (T)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }
}
