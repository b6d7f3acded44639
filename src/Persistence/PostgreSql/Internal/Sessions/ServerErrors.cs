using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>What an error that the server has sent says of the transaction it answers.</summary>
internal static class ServerErrors
{
    /// <summary>
    /// Whether it rolled the transaction back. After an error that ends the session, or one of the connection, which a pooler sends in the
    /// server's place, it may as well be committed.
    /// </summary>
    public static bool IsRollback(PostgresException error) =>
        error.InvariantSeverity == "ERROR" && !error.SqlState.StartsWith("08", StringComparison.Ordinal);
}
