using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal;
using Akka.Events.Simulation.Machine;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace Akka.Events.Simulation.Stores;

/// <summary>The snapshot store of a virtual process, over the world's store.</summary>
internal sealed class SimulatedSnapshots : SnapshotStore
{
    private readonly VirtualProcess _process;
    private readonly EventsSerializer _serializer;

    public SimulatedSnapshots(Config config)
    {
        _process = VirtualProcess.Of(config);
        _serializer = new EventsSerializer((ExtendedActorSystem)Context.System);
    }

    protected override async Task<SelectedSnapshot> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var found = await _process.Store.Load(_process, persistenceId, criteria.MaxSequenceNr).ConfigureAwait(false);
        return found is null ? null! : new SelectedSnapshot(
            new SnapshotMetadata(persistenceId, found.SequenceNr, found.Timestamp), _serializer.FromBinary(found.Payload, found.Manifest));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) => _process.Store.Save(
        _process, metadata.PersistenceId,
        new StoredSnapshot(metadata.SequenceNr, metadata.Timestamp, _serializer.ToBinary(snapshot), _serializer.Manifest(snapshot)));

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        _process.Store.Forget(_process, metadata.PersistenceId, snapshot => snapshot.SequenceNr == metadata.SequenceNr);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        _process.Store.Forget(_process, persistenceId, snapshot => snapshot.SequenceNr <= criteria.MaxSequenceNr);
}
