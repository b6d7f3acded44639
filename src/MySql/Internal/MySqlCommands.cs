using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>Commands in short.</summary>
internal static class MySqlCommands
{
    /// <summary>A command with parameters @a, @b, @c … in the order of the values.</summary>
    public static MySqlCommand Command(this MySqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Command(null, sql, values);

    /// <inheritdoc cref="Command(MySqlConnection, string, ReadOnlySpan{object})"/>
    public static MySqlCommand Command(this MySqlConnection connection, MySqlTransaction? transaction, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new MySqlCommand(sql, connection, transaction);
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"@{(char)('a' + i)}", values[i]);
        return command;
    }
}
