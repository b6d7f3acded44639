using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>Where a connection string names several hosts: one of them takes writes, and after a failover it is another.</summary>
internal static class HostList
{
    /// <summary>Adds what the connection string doesn't say itself.</summary>
    public static void AddTo(NpgsqlConnectionStringBuilder connection)
    {
        if (connection.Host?.Contains(',', StringComparison.Ordinal) != true) return;
        // Npgsql asks no host again for so long that it has found closed: by default 10 s, in which all hosts count as closed that were while
        // one took over from the other.
        if (!connection.ShouldSerialize("Host Recheck Seconds")) connection.HostRecheckSeconds = 1;
        if (!connection.ShouldSerialize("Target Session Attributes") && Environment.GetEnvironmentVariable("PGTARGETSESSIONATTRS") is null)
            connection.TargetSessionAttributes = "read-write";
    }
}
