using Akka.Actor;

namespace Akka.Persistence.Snapshot;

/// <summary>A recovering actor's question for a snapshot, and its answer.</summary>
internal sealed class SnapshotRequest(Eventsourced owner, IActorRef actor, SnapshotSelectionCriteria criteria)
    : PersistenceReply(owner, actor)
{
    internal string PersistenceId { get; } = owner.PersistenceId;
    internal SnapshotSelectionCriteria Criteria => criteria;

    /// <summary>The snapshot found, or null.</summary>
    internal SelectedSnapshot Found { get; set; }

    internal override object Subject => Found;

    internal override void Deliver() => Owner.OnSnapshotLoaded(this);
}
