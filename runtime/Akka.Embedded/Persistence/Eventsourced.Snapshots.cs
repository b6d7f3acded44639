using Akka.Actor;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    /// <summary>
    /// Saves a snapshot at the last sequence number. The object is handed over: it must not change any more. The result comes as a command.
    /// </summary>
    public void SaveSnapshot(object snapshot)
    {
        var metadata = new SnapshotMetadata(SnapshotterId, SnapshotSequenceNr, TimeProvider.System.GetUtcNow().UtcDateTime);
        var saved = _snapshots.Store.SaveAsync(metadata, snapshot);
        Report(saved, SnapshotStore, new SaveSnapshotSuccess(metadata), e => new SaveSnapshotFailure(metadata, e));
    }

    public void DeleteSnapshot(long sequenceNr)
    {
        var metadata = new SnapshotMetadata(SnapshotterId, sequenceNr, DateTime.MinValue);
        var deleted = _snapshots.Store.DeleteAsync(SnapshotterId, new SnapshotSelectionCriteria(sequenceNr, DateTime.MaxValue, sequenceNr));
        Report(deleted, SnapshotStore, new DeleteSnapshotSuccess(metadata), e => new DeleteSnapshotFailure(metadata, e));
    }

    public void DeleteSnapshots(SnapshotSelectionCriteria criteria)
    {
        var deleted = _snapshots.Store.DeleteAsync(SnapshotterId, criteria);
        Report(deleted, SnapshotStore, new DeleteSnapshotsSuccess(criteria), e => new DeleteSnapshotsFailure(criteria, e));
    }

    /// <summary>
    /// Deletes the events up to a number that has been handled, or by <see cref="long.MaxValue"/> all that have been. The result comes as a
    /// command.
    /// </summary>
    public void DeleteMessages(long toSequenceNr)
    {
        if (toSequenceNr != long.MaxValue && toSequenceNr > LastSequenceNr)
        {
            var beyond = new InvalidOperationException($"Cannot delete up to {toSequenceNr}: the last sequence number is {LastSequenceNr}");
            Cell.Tell(new DeleteMessagesFailure(beyond, toSequenceNr), Cell);
            return;
        }

        var to = Math.Min(toSequenceNr, LastSequenceNr);
        var deleted = _journal.Journal.DeleteAsync(PersistenceId, to);
        Report(deleted, Journal, new DeleteMessagesSuccess(to), e => new DeleteMessagesFailure(e, to));
    }

    // Whenever the work is done: the actor may be another incarnation by then, or gone.
    private void Report(Task work, IActorRef from, object success, Func<Exception, object> failure)
    {
        var to = Cell;
        if (work.IsCompletedSuccessfully) to.Tell(success, from);
        else work.ContinueWith(Tell, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        void Tell(Task done)
        {
            var cause = done.Exception?.InnerException ?? new TaskCanceledException(done);
            to.Tell(done.IsCompletedSuccessfully ? success : failure(cause), from);
        }
    }
}
