using Akka.Events.Cli.Connecting;
using Npgsql;

namespace Akka.Events.Cli.Database;

/// <summary>Questions to the event system's tables.</summary>
internal static class Tables
{
    /// <summary>Whether a table is there.</summary>
    /// <param name="session">Its database.</param>
    /// <param name="table">Quoted, with its schema.</param>
    public static async Task<bool> Has(this Session session, string table, CancellationToken ct) =>
        (await session.Query("select to_regclass($1) is not null", row => row.GetBoolean(0), ct, table))[0];

    /// <exception cref="ToolException">The schema isn't there.</exception>
    public static async Task NeedSchema(this Session session, CancellationToken ct)
    {
        if (await session.Has(session.Sql.Table("schema_version"), ct)) return;
        throw ToolException.NotFound(
            $"{Where(session)} has no schema {session.Sql.Schema} of Akka.Events: name another with --schema, or make it with 'schema apply'");
    }

    /// <summary>Server and database, without the user's password.</summary>
    public static string Where(Session session)
    {
        var target = new NpgsqlConnectionStringBuilder(session.Settings.Postgres);
        return $"database '{target.Database ?? target.Username}' on {target.Host}:{target.Port}";
    }

    public static async Task<List<T>> Query<T>(this Session session, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var connection = await session.Database.OpenConnectionAsync(ct);
        return await connection.Query(sql, read, ct, values);
    }

    public static async Task<List<T>> Query<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var list = new List<T>();
        while (await rows.ReadAsync(ct)) list.Add(read(rows));
        return list;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    public static T? Nullable<T>(this NpgsqlDataReader row, int column) where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
