using System.Text;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Journal;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>Makes the schema, step by step, or checks that it is there. Any number of processes may do so at once.</summary>
internal sealed class SchemaMigrator(NpgsqlDataSource source, PostgreSqlSettings settings)
{
    /// <summary>
    /// Held, in a transaction, by the one process that migrates. Any number will do that nothing else in the database locks: "akka.ev" in
    /// ASCII.
    /// </summary>
    private const long Lock = 0x616b6b612e6576;

    private readonly JournalCheck _journal = new(settings);

    public static IReadOnlyList<Migration> Steps { get; } = Migration.All("PostgreSql");

    /// <exception cref="SchemaMissingException">
    /// A step is missing and <see cref="PostgreSqlSettings.AutoInitialize"/> is off, or the journal can't keep two owners of a shard apart.
    /// </exception>
    public async Task Run(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        // Migrations only add, so a database that a newer version of this library has migrated serves this one as well.
        var version = await Version(connection, ct).ConfigureAwait(false);
        if (version < Steps[^1].Version || !await _journal.IsThere(connection, ct).ConfigureAwait(false))
        {
            if (!settings.AutoInitialize) throw Missing(version);
            await Migrate(connection, ct).ConfigureAwait(false);
        }
        await _journal.Run(connection, ct).ConfigureAwait(false);
    }

    /// <summary>Plain SQL, to be run with psql, that brings a schema of the given version (0: none) to the newest.</summary>
    public static string Script(PostgreSqlSettings settings, int fromVersion = 0)
    {
        var script = new StringBuilder($"begin;\nselect pg_advisory_xact_lock({Lock});\n");
        foreach (var schema in settings.Schemas) script.AppendLine($"create schema if not exists {PostgreSqlSettings.Quote(schema)};");
        script.AppendLine(VersionTable(settings));
        foreach (var step in Due(fromVersion)) script.AppendLine().AppendLine(Step(settings, step, fromVersion));
        return script.AppendLine("commit;").ToString();
    }

    private async Task<int> Version(NpgsqlConnection connection, CancellationToken ct)
    {
        // Not to_regclass, which answers from the session's cache: inside a transaction that has waited for the lock, it doesn't see what
        // the former holder made.
        const string sql = "select exists (select from pg_tables where schemaname = $1 and tablename = 'schema_version')";
        if (!await Exists(connection, sql, settings.Schema, ct).ConfigureAwait(false)) return 0;
        const string own =
            """
            select exists (select from information_schema.columns
                where table_schema = $1 and table_name = 'schema_version' and column_name = 'version' and data_type = 'integer')
            """;
        if (!await Exists(connection, own, settings.Schema, ct).ConfigureAwait(false))
            throw Foreign(connection, $"its table {settings.Table("schema_version")} is no list of this library's versions");
        await using var newest = new NpgsqlCommand($"select coalesce(max(version), 0) from {settings.Table("schema_version")}", connection);
        return (int)(await newest.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }

    private async Task Migrate(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await Execute($"select pg_advisory_xact_lock({Lock})").ConfigureAwait(false);
        // Not `create schema if not exists`, which wants the right to create one even where it is there.
        foreach (var schema in settings.Schemas)
            if (!await Exists(connection, "select exists (select from pg_namespace where nspname = $1)", schema, ct).ConfigureAwait(false))
                await Execute($"create schema {PostgreSqlSettings.Quote(schema)}").ConfigureAwait(false);
        var version = await Version(connection, ct).ConfigureAwait(false);
        if (version == 0) await Execute(VersionTable(settings)).ConfigureAwait(false);
        // `create table if not exists` as well wants the right to create one where it is there, and the journal's schema may be another's.
        var journal = await _journal.IsThere(connection, ct).ConfigureAwait(false);
        foreach (var step in Due(version))
            if (step.Version > version || !journal)
                await Execute(Step(settings, step, version)).ConfigureAwait(false);
        await transaction.CommitAsync(ct).ConfigureAwait(false);

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = settings.CommandTimeoutSeconds };
            try
            {
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateTable)
            {
                throw Foreign(connection, e.MessageText);
            }
        }
    }

    private SchemaMissingException Foreign(NpgsqlConnection connection, string what) => new(
        $"Schema {PostgreSqlSettings.Quote(settings.Schema)} in database '{connection.Database}' on {connection.Host}:{connection.Port} has tables "
        + $"of another product: {what}. Set akka.events.postgresql.schema to a schema of the event system's own");

    // The journal's steps again each time: its schema may be another than before.
    private static IEnumerable<Migration> Due(int version) => Steps.Where(step => step.Version > version || step.OfJournal);

    private static async Task<bool> Exists(NpgsqlConnection connection, string sql, string name, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = name } } };
        return (bool)(await exists.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }

    private static string VersionTable(PostgreSqlSettings settings) =>
        $"""
        create table if not exists {settings.Table("schema_version")} (
            version integer primary key, name text not null, applied_at timestamptz not null default now());
        """;

    private static string Step(PostgreSqlSettings settings, Migration step, int version)
    {
        var schema = PostgreSqlSettings.Quote(step.OfJournal ? settings.JournalSchema : settings.Schema);
        var sql = $"set local search_path to {schema};\n{step.Sql}\n";
        if (step.Version <= version) return sql;
        return $"{sql}insert into {settings.Table("schema_version")} (version, name) values ({step.Version}, '{step.Name}');";
    }

    private SchemaMissingException Missing(int version)
    {
        var state = version == 0 ? $"Table {settings.Table("entity_state")} is missing"
            : version < Steps[^1].Version
                ? $"Schema {PostgreSqlSettings.Quote(settings.Schema)} has version {version}; version {Steps[^1].Version} is needed"
            : $"Table {settings.JournalTable("journal")} or {settings.JournalTable("snapshot")} is missing";
        var target = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return new SchemaMissingException(
            $"{state} in database '{target.Database}' on {target.Host}:{target.Port}, and auto-initialize is off. "
            + $"Run this SQL there with psql, or switch auto-initialize on:\n{Script(settings, version)}");
    }
}
