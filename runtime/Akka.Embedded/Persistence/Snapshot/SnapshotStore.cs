namespace Akka.Persistence.Snapshot;

/// <summary>Where snapshots are kept.</summary>
internal abstract class SnapshotStore : IDisposable
{
    /// <summary>Finds the newest snapshot that matches, and tells the request to its actor.</summary>
    internal abstract void Load(SnapshotRequest request);

    /// <summary>Saves a snapshot, in place of one with the same sequence number.</summary>
    internal abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    internal abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    public virtual void Dispose() { }
}
