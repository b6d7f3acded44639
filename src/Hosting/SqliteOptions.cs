namespace Akka.Events.Hosting;

/// <summary>
/// The file in which the journal and the entities' states lie. What isn't set in code comes from <c>akka.events.sqlite</c>. For the processes
/// of one machine; they may share the file.
/// </summary>
public sealed class SqliteOptions
{
    /// <summary>The file; made where there is none, in a folder that is there. Two more lie beside it. Default none: SQLite isn't used.</summary>
    public string? Path { get; set; }

    /// <summary>How long one write waits for those of other processes. Default 30 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back. Default 1 day.
    /// </summary>
    public TimeSpan KeepDeleted { get; set; } = TimeSpan.FromDays(1);
}
