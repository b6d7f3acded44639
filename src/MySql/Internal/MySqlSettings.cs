using Akka.Events.Hosting;
using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>How the tables in MySQL are found and used.</summary>
internal sealed record MySqlSettings
{
    /// <summary>MySqlConnector's, with a database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>What the names of the library's tables begin with.</summary>
    public string TablePrefix { get; init; } = "akka_events_";

    /// <summary>Whether missing tables are made at start.</summary>
    public bool AutoInitialize { get; init; } = true;

    /// <summary>Longest time that one statement may take.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Transactions of handlers that may be open at once in this process, each on a connection of its own.</summary>
    public int MaxTransactions { get; init; } = 16;

    public static MySqlSettings Of(MySqlOptions options) => new()
    {
        ConnectionString = options.ConnectionString!,
        TablePrefix = options.TablePrefix,
        AutoInitialize = options.AutoInitialize,
        CommandTimeout = options.CommandTimeout,
        MaxTransactions = options.MaxTransactions,
    };

    /// <summary>What is wrong with a connection string, without its secrets; null when nothing is.</summary>
    public static string? Problem(string connectionString)
    {
        try
        {
            var connection = new MySqlConnectionStringBuilder(connectionString);
            if (connection.Server.Length == 0) return "names no server: Server=host;Database=…;User ID=…;Password=…";
            return connection.Database.Length == 0 ? "names no database, and the tables lie in one: add Database=…" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // Its message may repeat what it couldn't read.
            return "is no connection string of MySqlConnector: Server=host;Database=…;User ID=…;Password=…";
        }
    }

    /// <summary>The connections of the bookkeeping.</summary>
    public MySqlConnectionStringBuilder Connection()
    {
        var seconds = (uint)Math.Ceiling(CommandTimeout.TotalSeconds);
        var connection = new MySqlConnectionStringBuilder(ConnectionString)
        {
            DefaultCommandTimeout = seconds,
            AutoEnlist = false,
            // What a handler or a statement here has set in its session ends with it.
            ConnectionReset = true,
        };
        if (connection.ConnectionTimeout == 0 || connection.ConnectionTimeout > seconds) connection.ConnectionTimeout = seconds;
        if (connection.ApplicationName.Length == 0) connection.ApplicationName = "akka-events";
        return connection;
    }

    /// <summary>The connections that handlers get.</summary>
    public MySqlConnectionStringBuilder HandlersConnection()
    {
        var connection = Connection();
        (connection.MinimumPoolSize, connection.MaximumPoolSize) = (0, (uint)MaxTransactions);
        return connection;
    }

    /// <summary>A table's name, as SQL takes it.</summary>
    public string Table(string name) => $"`{TablePrefix.Replace("`", "``", StringComparison.Ordinal)}{name}`";
}
