namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>How the tables in PostgreSQL are found and used.</summary>
internal sealed record PostgreSqlSettings
{
    /// <summary>Schema of the tables.</summary>
    public string Schema { get; init; } = "akka_events";

    /// <summary>Whether missing tables are made at start.</summary>
    public bool AutoInitialize { get; init; } = true;

    /// <summary>Schema of the journal's and the snapshot store's tables. Unless said otherwise that of the others.</summary>
    public string JournalSchema { get => field ?? Schema; init; }

    /// <summary>Longest time that one statement may take.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back.</summary>
    public TimeSpan KeepDeleted { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Transactions of handlers that may be open at once in this process, each on a connection of its own.</summary>
    public int MaxTransactions { get; init; } = 16;

    /// <summary>How long a claim waits before it ends who holds what it claims and stands still. As long as the server's own limit, which comes first where it can.</summary>
    public TimeSpan ClaimPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether sessions are given limits with which a dead client's transaction ends soon.</summary>
    public bool SessionLimits { get; init; } = true;

    internal int CommandTimeoutSeconds => (int)Math.Ceiling(CommandTimeout.TotalSeconds);

    internal IEnumerable<string> Schemas => new[] { Schema, JournalSchema }.Distinct(StringComparer.Ordinal);

    /// <summary>A table's name with its schema, as SQL takes it.</summary>
    internal string Table(string name) => $"{Quote(Schema)}.{Quote(name)}";

    /// <summary>A table of the journal or snapshot store, with its schema, as SQL takes it.</summary>
    internal string JournalTable(string name) => $"{Quote(JournalSchema)}.{Quote(name)}";

    internal static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
