namespace Akka.Events.Persistence;

/// <summary>How the tables in PostgreSQL are found and used.</summary>
internal sealed record PostgreSqlSettings
{
    /// <summary>Schema of the tables. Default: akka_events.</summary>
    public string Schema { get; init; } = "akka_events";

    /// <summary>Whether missing tables are made at start. Default: yes.</summary>
    public bool AutoInitialize { get; init; } = true;

    /// <summary>Schema of the journal's and the snapshot store's tables. Default: public, as Akka.Persistence.Sql has it.</summary>
    public string JournalSchema { get; init; } = "public";

    /// <summary>Longest time that one statement may take. Default: 30 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back. Default: one day.
    /// </summary>
    public TimeSpan KeepDeleted { get; init; } = TimeSpan.FromDays(1);

    internal int CommandTimeoutSeconds => (int)Math.Ceiling(CommandTimeout.TotalSeconds);

    /// <summary>A table's name with its schema, as SQL takes it.</summary>
    internal string Table(string name) => $"{Quote(Schema)}.{Quote(name)}";

    /// <summary>A table of the journal or snapshot store, with its schema, as SQL takes it.</summary>
    internal string JournalTable(string name) => $"{Quote(JournalSchema)}.{Quote(name)}";

    internal static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
