using System.Collections.Concurrent;

namespace Akka.Persistence.Snapshot;

/// <summary>Keeps snapshots in memory as long as the actor system lives.</summary>
internal sealed class MemorySnapshotStore : SnapshotStore
{
    private readonly ConcurrentDictionary<string, SortedList<long, SelectedSnapshot>> _snapshots = new();

    internal override void Load(SnapshotRequest request)
    {
        if (_snapshots.TryGetValue(request.PersistenceId, out var all))
        {
            lock (all) request.Found = all.Values.LastOrDefault(snapshot => request.Criteria.Matches(snapshot.Metadata));
        }

        request.Answer();
    }

    internal override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        var all = _snapshots.GetOrAdd(metadata.PersistenceId, static _ => []);
        lock (all) all[metadata.SequenceNr] = new SelectedSnapshot(metadata, snapshot);
        return Task.CompletedTask;
    }

    internal override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var all)) return Task.CompletedTask;
        lock (all)
        {
            foreach (var snapshot in all.Values.ToList())
            {
                if (criteria.Matches(snapshot.Metadata)) all.Remove(snapshot.Metadata.SequenceNr);
            }
        }

        return Task.CompletedTask;
    }
}
