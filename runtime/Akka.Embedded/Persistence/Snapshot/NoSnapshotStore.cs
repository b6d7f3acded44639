namespace Akka.Persistence.Snapshot;

/// <summary>Has no snapshots and takes none.</summary>
internal sealed class NoSnapshotStore : SnapshotStore
{
    internal override void Load(SnapshotRequest request) => request.Answer();
    internal override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => Refuse();
    internal override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => Refuse();

    private static Task Refuse() => Task.FromException(new InvalidOperationException("No snapshot store is configured"));
}
