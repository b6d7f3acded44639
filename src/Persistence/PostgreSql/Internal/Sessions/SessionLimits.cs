using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>
/// Limits that the server keeps in our sessions. A machine that dies, is cut off or stands still between a write and its commit would else
/// hold its rows for as long as TCP doesn't notice, up to hours, and the next owner of its shards would wait for them.
/// </summary>
internal static class SessionLimits
{
    private const string IdleInTransaction = "idle_in_transaction_session_timeout";

    private static readonly (string Name, string Value)[] Parameters =
    [
        // Between two statements of a transaction nothing is waited for, so only a client that has stopped is so long.
        (IdleInTransaction, "10s"),
        ("tcp_keepalives_idle", "10s"),
        ("tcp_keepalives_interval", "5s"),
        ("tcp_keepalives_count", "3"),
        // Longer than a sweep's reader may stop for memory.
        ("tcp_user_timeout", "60s"),
    ];

    /// <summary>Adds those that the connection string, or PGOPTIONS, doesn't name itself.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="idle">How long a transaction may stand still, where that is another time than the usual.</param>
    public static void AddTo(NpgsqlConnectionStringBuilder connection, string? idle = null)
    {
        var said = connection.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS") ?? "";
        var missing = Parameters.Where(p => !said.Contains(p.Name, StringComparison.OrdinalIgnoreCase)).Select(p => $"-c {p.Name}={(p.Name == IdleInTransaction && idle is not null ? idle : p.Value)}");
        connection.Options = string.Join(' ', missing.Prepend(said)).Trim();
    }
}
