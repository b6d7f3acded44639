namespace Akka.Events.Hosting;

/// <summary>
/// The MySQL or MariaDB database whose transactions handlers run in (<c>UseMySql</c>, package Akka.Events.Persistence.MySql). What isn't set in
/// code comes from <c>akka.events.mysql</c>.
/// </summary>
public sealed class MySqlOptions
{
    /// <summary>MySqlConnector's connection string, with a database. Default none; it must be set where UseMySql is called.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>What the names of the library's own tables begin with. Default <c>akka_events_</c>.</summary>
    public string TablePrefix { get; set; } = "akka_events_";

    /// <summary>Whether missing tables are made at start. Default true; otherwise the start fails, with the SQL to run.</summary>
    public bool AutoInitialize { get; set; } = true;

    /// <summary>Longest time that one statement of the library may take, and connecting. Default 30 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Transactions of handlers that may be open at once in this process, each on a connection of its own. Further ones wait. Default 16, at
    /// most 1,000.
    /// </summary>
    public int MaxTransactions { get; set; } = 16;
}
