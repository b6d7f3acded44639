using Microsoft.Data.Sqlite;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>Which file, and how it is used.</summary>
internal sealed record SqliteSettings
{
    /// <summary>The database's file; made where there is none. Its folder must be there.</summary>
    public required string Path { get; init; }

    /// <summary>How long a write waits for those of other processes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the row of an ended entity is kept, so that a late write of a former owner can't bring it back.</summary>
    public TimeSpan KeepDeleted { get; init; } = TimeSpan.FromDays(1);

    /// <summary>An unopened connection. It has no durability of its own before <see cref="Prepare"/>.</summary>
    public SqliteConnection Connection() => new(new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        DefaultTimeout = (int)Math.Ceiling(BusyTimeout.TotalSeconds),
    }.ConnectionString);

    /// <summary>
    /// Makes a connection's commits durable: the log is flushed with each of them, whatever the library was built with. Readers see a moment
    /// of the database, and neither wait for a writer nor hold one up.
    /// </summary>
    public void Prepare(SqliteConnection opened)
    {
        using var pragmas = opened.CreateCommand();
        pragmas.CommandText =
            $"pragma busy_timeout = {(long)BusyTimeout.TotalMilliseconds}; pragma journal_mode = wal; pragma synchronous = full;";
        pragmas.ExecuteNonQuery();
    }
}
