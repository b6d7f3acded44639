namespace Akka.Events.Hosting;

/// <summary>Where the journal and the entities' states lie. What isn't set in code comes from <c>akka.events.postgresql</c>.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>Npgsql's connection string. Default none: PostgreSQL isn't used.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Schema of the library's own tables. Default akka_events.</summary>
    public string Schema { get; set; } = "akka_events";

    /// <summary>Schema of the journal's and the snapshot store's tables; it must be there. Default public.</summary>
    public string JournalSchema { get; set; } = "public";

    /// <summary>Missing tables are made at start. Default true.</summary>
    public bool AutoInitialize { get; set; } = true;

    /// <summary>Limit for one statement. Default 30 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back. Default 1 day.
    /// </summary>
    public TimeSpan KeepDeleted { get; set; } = TimeSpan.FromDays(1);
}
