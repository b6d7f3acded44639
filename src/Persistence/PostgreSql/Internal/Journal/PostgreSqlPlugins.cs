using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// What the journal and the snapshot store of one actor system work with. It comes as a setup and not by configuration, which would show a
/// password wherever it is shown, and it outlives a plugin that is restarted, with the writes that are under way.
/// </summary>
internal sealed class PostgreSqlPlugins : Setup
{
    private GroupCommit? _writes;
    private JournalTable? _journal;
    private SnapshotTable? _snapshots;

    /// <exception cref="InvalidOperationException">The event system hasn't started.</exception>
    public GroupCommit Writes => _writes ?? throw NotStarted();

    /// <inheritdoc cref="Writes"/>
    public JournalTable Journal => _journal ?? throw NotStarted();

    /// <inheritdoc cref="Writes"/>
    public SnapshotTable Snapshots => _snapshots ?? throw NotStarted();

    public static PostgreSqlPlugins Of(ActorSystem system) =>
        system.Settings.Setup.Get<PostgreSqlPlugins>() is { HasValue: true } there
            ? there.Value
            : throw new InvalidOperationException("the journal's configuration is there without its connections");

    public void Open(NpgsqlDataSource source, PostgreSqlSettings settings, StaleConnections stale)
    {
        _journal = new JournalTable(source, settings, stale);
        _snapshots = new SnapshotTable(source, settings, stale);
        _writes = new GroupCommit(_journal.Insert, new GroupLimits(), TimeProvider.System);
    }

    private static InvalidOperationException NotStarted() => new("the event system hasn't started");
}
