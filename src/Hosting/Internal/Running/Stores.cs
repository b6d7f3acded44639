using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Persistence.Sqlite.Internal;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>Makes the store that is planned.</summary>
internal static class Stores
{
    /// <summary>In memory where nothing else is said.</summary>
    public static EventStore Of(StorePlan? plan) => plan switch
    {
        { PostgreSql: { } options } => PostgreSql(options),
        { Sqlite: { } options } => Sqlite(options),
        { MySql: { } options, MySqlSupport: { } support } => support.Open(options),
        _ => new InMemoryStore(),
    };

    private static PostgreSqlStore PostgreSql(PostgreSqlOptions options) => new(options.ConnectionString!, new PostgreSqlSettings
    {
        Schema = options.Schema,
        JournalSchema = options.JournalSchema ?? options.Schema,
        AutoInitialize = options.AutoInitialize,
        CommandTimeout = options.CommandTimeout,
        KeepDeleted = options.KeepDeleted,
        MaxTransactions = options.MaxTransactions,
        SessionLimits = options.SessionLimits,
    });

    private static SqliteStore Sqlite(SqliteOptions options) => new(
        new SqliteSettings { Path = Path.GetFullPath(options.Path!), BusyTimeout = options.BusyTimeout, KeepDeleted = options.KeepDeleted },
        TimeProvider.System);
}
