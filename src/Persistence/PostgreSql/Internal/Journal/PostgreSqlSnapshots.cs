using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>The shards' snapshot store, in the table that Akka.Persistence.Sql has too.</summary>
internal sealed class PostgreSqlSnapshots : SnapshotStore
{
    private readonly PostgreSqlPlugins _plugins;
    private readonly StoredMessages _messages;

    public PostgreSqlSnapshots()
    {
        _plugins = PostgreSqlPlugins.Of(Context.System);
        _messages = new StoredMessages(Context.System);
    }

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var range = SnapshotRange.Of(criteria);
        if (await _plugins.Snapshots.Load(persistenceId, range, cancellationToken).ConfigureAwait(false) is not var (row, created)) return null;
        return new SelectedSnapshot(
            new SnapshotMetadata(persistenceId, row.SequenceNr, created), _messages.Read(row.Message, row.Serializer, row.Manifest));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var (bytes, serializer, manifest) = _messages.Write(snapshot);
        var row = new JournalRow(metadata.PersistenceId, metadata.SequenceNr, bytes, manifest, serializer);
        return _plugins.Snapshots.Save(row, metadata.Timestamp, cancellationToken);
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        _plugins.Snapshots.Delete(metadata.PersistenceId, SnapshotRange.Of(metadata), cancellationToken);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        _plugins.Snapshots.Delete(persistenceId, SnapshotRange.Of(criteria), cancellationToken);
}
