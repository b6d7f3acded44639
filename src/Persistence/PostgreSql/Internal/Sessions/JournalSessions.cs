using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>Connections of the journal: a few statements, again and again, that leave nothing behind in their session.</summary>
internal static class JournalSessions
{
    private const string AutoPrepare = "Max Auto Prepare", NoReset = "No Reset On Close", WriteBuffer = "Write Buffer Size";

    /// <summary>A connection string with what it doesn't say itself.</summary>
    public static NpgsqlConnectionStringBuilder Of(NpgsqlConnectionStringBuilder connection)
    {
        var own = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        // Parsed and planned once a connection, and not for each row.
        if (!connection.ShouldSerialize(AutoPrepare)) (own.MaxAutoPrepare, own.AutoPrepareMinUsages) = (16, 2);
        if (!connection.ShouldSerialize(NoReset)) own.NoResetOnClose = true;
        // A row is sent in pieces of this size.
        if (!connection.ShouldSerialize(WriteBuffer)) own.WriteBufferSize = 64 << 10;
        return own;
    }
}
