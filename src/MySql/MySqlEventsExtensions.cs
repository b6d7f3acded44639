using Akka.Events.Hosting;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Persistence.MySql.Internal;

namespace Akka.Events.Persistence.MySql;

/// <summary>Adds MySQL to what is said of a process's events.</summary>
public static class MySqlEventsExtensions
{
    /// <summary>
    /// Handles events in transactions of a MySQL or MariaDB database (InnoDB): <see cref="GroupBuilder"/>'s HandleInTransaction and
    /// HandleBatchInTransaction. Each event counts once in it. Plain handlers, batches and broadcasts need nothing more; entities and the outbox are refused
    /// at start: they need PostgreSQL (entities: or SQLite).
    /// </summary>
    /// <param name="events">What is said.</param>
    /// <param name="connectionString">
    /// MySqlConnector's connection string, with a database. Null: what <c>akka.events.mysql.connection-string</c> says.
    /// </param>
    /// <param name="configure">Further options.</param>
    public static EventsBuilder UseMySql(this EventsBuilder events, string? connectionString = null, Action<MySqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var setup = events.Setup;
        setup.Stores.Remove(StoreKind.Memory);
        setup.Stores.Add(StoreKind.MySql);
        if (connectionString is not null) setup.MySql += options => options.ConnectionString = connectionString;
        setup.MySql += configure;
        setup.MySqlSupport = new MySqlSupport(MySqlSettings.Problem, options => new MySqlStore(MySqlSettings.Of(options)));
        return events;
    }
}
