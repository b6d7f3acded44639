using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;

namespace Akka.Events.Hosting.Internal;

/// <summary>Makes the store that is planned.</summary>
internal static class Stores
{
    /// <summary>In memory where there is nothing to keep.</summary>
    public static EventStore Of(EventsPlan plan) => plan.PostgreSql is { } postgreSql ? PostgreSql(postgreSql) : new InMemoryStore();

    private static PostgreSqlStore PostgreSql(PostgreSqlOptions options) => new(options.ConnectionString!, new PostgreSqlSettings
    {
        Schema = options.Schema,
        JournalSchema = options.JournalSchema ?? options.Schema,
        AutoInitialize = options.AutoInitialize,
        CommandTimeout = options.CommandTimeout,
        KeepDeleted = options.KeepDeleted,
        SessionLimits = options.SessionLimits,
    });
}
