using System.Text;
using Npgsql;

namespace Akka.Events.Persistence.Schema;

/// <summary>Makes the schema, step by step, or checks that it is there. Any number of processes may do so at once.</summary>
internal sealed class SchemaMigrator(NpgsqlDataSource source, PostgreSqlSettings settings)
{
    /// <summary>
    /// Held, in a transaction, by the one process that migrates. Any number will do that nothing else in the database locks: "akka.ev" in
    /// ASCII.
    /// </summary>
    private const long Lock = 0x616b6b612e6576;

    /// <exception cref="SchemaMissingException">A step is missing and <see cref="PostgreSqlSettings.AutoInitialize"/> is off.</exception>
    public async Task Run(CancellationToken ct)
    {
        // Migrations only add, so a database that a newer version of this library has migrated serves this one as well.
        var version = await Version(ct).ConfigureAwait(false);
        if (version >= Migration.All[^1].Version) return;
        if (!settings.AutoInitialize) throw Missing(version);
        await Migrate(ct).ConfigureAwait(false);
    }

    /// <summary>Plain SQL, to be run with psql, that brings a schema of the given version (0: none) to the newest.</summary>
    public static string Script(string schema, int fromVersion = 0)
    {
        var script = new StringBuilder($"begin;\nselect pg_advisory_xact_lock({Lock});\n{Prologue(schema)}\n");
        foreach (var step in Migration.All.Where(step => step.Version > fromVersion)) script.AppendLine().AppendLine(Step(step));
        return script.AppendLine("commit;").ToString();
    }

    private async Task<int> Version(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        return await Version(connection, ct).ConfigureAwait(false);
    }

    private async Task<int> Version(NpgsqlConnection connection, CancellationToken ct)
    {
        // Not to_regclass, which answers from the session's cache: inside a transaction that has waited for the lock, it doesn't see what
        // the former holder made.
        const string sql = "select exists (select from pg_tables where schemaname = $1 and tablename = 'schema_version')";
        await using var exists = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = settings.Schema } },
        };
        if (!(bool)(await exists.ExecuteScalarAsync(ct).ConfigureAwait(false))!) return 0;
        await using var newest = new NpgsqlCommand($"select coalesce(max(version), 0) from {settings.Table("schema_version")}", connection);
        return (int)(await newest.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }

    private async Task Migrate(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await Execute($"select pg_advisory_xact_lock({Lock})").ConfigureAwait(false);
        var version = await Version(connection, ct).ConfigureAwait(false);
        // Not when the schema is there: `create schema if not exists` wants the right to create one even then.
        if (version == 0) await Execute(Prologue(settings.Schema)).ConfigureAwait(false);
        else await Execute($"set local search_path to {PostgreSqlSettings.Quote(settings.Schema)}").ConfigureAwait(false);
        foreach (var step in Migration.All.Where(step => step.Version > version)) await Execute(Step(step)).ConfigureAwait(false);
        await transaction.CommitAsync(ct).ConfigureAwait(false);

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = settings.CommandTimeoutSeconds };
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    private static string Prologue(string schema) =>
        $"""
        create schema if not exists {PostgreSqlSettings.Quote(schema)};
        set local search_path to {PostgreSqlSettings.Quote(schema)};
        create table if not exists schema_version (
            version integer primary key, name text not null, applied_at timestamptz not null default now());
        """;

    private static string Step(Migration step) =>
        $"{step.Sql}\ninsert into schema_version (version, name) values ({step.Version}, '{step.Name}');";

    private SchemaMissingException Missing(int version)
    {
        var state = version == 0
            ? $"Table {settings.Table("entity_state")} is missing"
            : $"Schema {PostgreSqlSettings.Quote(settings.Schema)} has version {version}; version {Migration.All[^1].Version} is needed";
        var target = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return new SchemaMissingException(
            $"{state} in database '{target.Database}' on {target.Host}:{target.Port}, and auto-initialize is off. "
            + $"Run this SQL there with psql, or switch auto-initialize on:\n{Script(settings.Schema, version)}");
    }
}
