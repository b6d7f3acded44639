using System.Globalization;
using System.Text;
using Akka.Events.Persistence.Internal;
using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>
/// Makes the tables, step by step, or checks that they are there. Any number of processes may do so at once. MySQL commits each definition by
/// itself: so each statement of a step leaves alone what is there, and a step that was broken off is done again.
/// </summary>
internal sealed class MySqlMigrator(MySqlDataSource source, MySqlSettings settings)
{
    private const string Prefix = "akka_events_";

    public static IReadOnlyList<Migration> Steps { get; } = Migration.All("MySql", typeof(MySqlMigrator).Assembly);

    /// <exception cref="SchemaMissingException">A step is missing and <see cref="MySqlSettings.AutoInitialize"/> is off.</exception>
    public async Task Run(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        var version = await Version(connection, ct).ConfigureAwait(false);
        // Steps only add, so tables that a newer version of this library has made serve this one as well.
        if (version >= Steps[^1].Version) return;
        if (!settings.AutoInitialize) throw Missing(connection, version);
        await Lock(connection, ct).ConfigureAwait(false);
        try
        {
            version = await Version(connection, ct).ConfigureAwait(false);
            await using var migrate = connection.Command(Script(settings, version));
            await migrate.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            // It ends with the session at the latest.
            await using var release = connection.Command("do release_lock(@a)", LockName(connection));
            if (connection.State == System.Data.ConnectionState.Open) await release.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Plain SQL that brings the tables of the given version (0: none) to the newest.</summary>
    public static string Script(MySqlSettings settings, int fromVersion = 0)
    {
        var script = new StringBuilder(
            $"create table if not exists {settings.Table("schema_version")} (version int primary key, name varchar(100) not null, "
            + "applied_at timestamp not null default current_timestamp) engine = InnoDB;\n");
        foreach (var step in Steps.Where(step => step.Version > fromVersion))
            script.AppendLine(step.Sql.Replace($"`{Prefix}", $"`{settings.TablePrefix}", StringComparison.Ordinal)).AppendLine(
                CultureInfo.InvariantCulture, $"insert ignore into {settings.Table("schema_version")} (version, name) values ({step.Version}, '{step.Name}');");
        return script.ToString();
    }

    private async Task<int> Version(MySqlConnection connection, CancellationToken ct)
    {
        const string there = "select count(*) from information_schema.tables where table_schema = database() and table_name = @a";
        await using var exists = connection.Command(there, $"{settings.TablePrefix}schema_version");
        if (Convert.ToInt64(await exists.ExecuteScalarAsync(ct).ConfigureAwait(false), CultureInfo.InvariantCulture) == 0) return 0;
        await using var newest = connection.Command($"select coalesce(max(version), 0) from {settings.Table("schema_version")}");
        return Convert.ToInt32(await newest.ExecuteScalarAsync(ct).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private async Task Lock(MySqlConnection connection, CancellationToken ct)
    {
        await using var take = connection.Command("select get_lock(@a, @b)", LockName(connection), (int)settings.CommandTimeout.TotalSeconds);
        take.CommandTimeout = 0; // it has its own
        if (await take.ExecuteScalarAsync(ct).ConfigureAwait(false) is not (1L or 1))
            throw new TimeoutException($"another process makes the tables in database '{connection.Database}', and hasn't come to an end");
    }

    // Names of locks are the server's, of 64 characters at most.
    private static string LockName(MySqlConnection connection) => $"akka-events:{connection.Database}"[..Math.Min(64, 12 + connection.Database.Length)];

    private SchemaMissingException Missing(MySqlConnection connection, int version) => new(
        (version == 0 ? $"Table {settings.Table("consumer_owner")} is missing" : $"The tables have version {version}; version {Steps[^1].Version} is needed")
        + $" in database '{connection.Database}' on {connection.DataSource}, and auto-initialize is off. "
        + $"Run this SQL there, or switch auto-initialize on:\n{Script(settings, version)}");
}
