namespace Akka.Events.Hosting;

/// <summary>Where the journal and the entities' states lie. What isn't set in code comes from <c>akka.events.postgresql</c>.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>Npgsql's connection string. Default none: PostgreSQL isn't used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Schema of the library's own tables. Default akka_events.</summary>
    public string Schema { get; set; } = "akka_events";

    /// <summary>Schema of the journal's and the snapshot store's tables. Default none: <see cref="Schema"/>.</summary>
    public string? JournalSchema { get; set; }

    /// <summary>Missing schemas and tables are made at start. Default true.</summary>
    public bool AutoInitialize { get; set; } = true;

    /// <summary>Limit for one statement, and for connecting where the connection string's own is longer. Default 30 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back. Default 1 day.
    /// </summary>
    public TimeSpan KeepDeleted { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Transactions of handlers (HandleInTransaction) that may be open at once in this process, each on a connection of its own; further
    /// events wait for one. Default 16.
    /// </summary>
    public int MaxTransactions { get; set; } = 16;

    /// <summary>
    /// Sessions are given limits, in the connection's options, with which the transaction of a process that has died or stands still ends
    /// within seconds. What the connection string's options name themselves stays as it is. Default true.
    /// </summary>
    public bool SessionLimits { get; set; } = true;
}
