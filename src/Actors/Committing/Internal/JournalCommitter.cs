using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Persistence;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// The committer of groups with entities: one journal row per batch holds state events and finished records together, so both are durable
/// or neither. A process that wrongly believes it owns the shard collides with the owner's sequence numbers, and stops.
/// </summary>
internal sealed class JournalCommitter : UntypedPersistentActor
{
    private readonly JournalCommitterSettings _settings;
    private readonly JournalBatchWriter _writer = new();
    private readonly List<(long SequenceNr, JournalBatch Batch)> _sinceCheckpoint = [];
    private readonly CheckpointHistory _history;
    private FinishedRecords _finished = new();
    private JournalTail _tail = new();
    private bool _storedStates;
    private bool _checkpointing;
    private long _statesThrough;
    private (long Timestamp, DateTimeOffset At) _lastWrite;

    public JournalCommitter(string persistenceId, JournalCommitterSettings settings)
    {
        PersistenceId = persistenceId;
        JournalPluginId = JournalPlugin.JournalId;
        SnapshotPluginId = JournalPlugin.SnapshotId;
        _settings = settings;
        _history = new CheckpointHistory(settings.Time);
    }

    public override string PersistenceId { get; }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: ShardSnapshot snapshot } offer:
                _finished = snapshot.Finished;
                _storedStates = snapshot.StoredStates;
                _statesThrough = snapshot.StatesThrough;
                foreach (var (sequenceNr, at) in snapshot.History) _history.Add(sequenceNr, at);
                _history.Add(
                    offer.Metadata.SequenceNr, new DateTimeOffset(offer.Metadata.Timestamp, TimeSpan.Zero).ToUnixTimeMilliseconds());
                foreach (var (sequenceNr, batch) in snapshot.Tail) Recover(sequenceNr, batch);
                break;
            case JournalBatch batch:
                Recover(LastSequenceNr, batch);
                break;
            case RecoveryCompleted:
                Persist(new OwnerMarker(_settings.Owner, Now), _ =>
                {
                    Wrote();
                    // A copy: the shard looks at it while the first commits change ours.
                    Context.Parent.Tell(new ShardRecovered(_finished.Copy(), _storedStates, LastSequenceNr, _tail));
                    _tail = new JournalTail();
                });
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case CommitBatch commit:
                Commit(commit);
                break;
            case CheckpointBegun begun:
                _checkpointing = true;
                _sinceCheckpoint.Clear();
                break;
            case CheckpointWritten written:
                _storedStates = true;
                _statesThrough = written.SequenceNr;
                SaveSnapshot(new ShardSnapshot(
                    written.SequenceNr, true, _finished.Copy(), _sinceCheckpoint.ToArray(), _history.Keep(_settings.FencingHorizon)));
                _checkpointing = false;
                _sinceCheckpoint.Clear();
                break;
            case SaveSnapshotSuccess saved:
                _history.Add(saved.Metadata.SequenceNr);
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                DeleteOldRows();
                Context.Parent.Tell(new CheckpointEnded(_statesThrough, null));
                break;
            case SaveSnapshotFailure failed:
                Context.Parent.Tell(new CheckpointEnded(_statesThrough, failed.Cause));
                break;
            case DeleteMessagesFailure failed:
                _settings.Log.LogWarning(
                    failed.Cause, "{Shard}: old journal rows up to {SequenceNr} could not be deleted; the next checkpoint tries again",
                    PersistenceId, failed.ToSequenceNr);
                break;
            case DeleteSnapshotsFailure failed:
                _settings.Log.LogWarning(
                    failed.Cause, "{Shard}: old snapshots could not be deleted; the next checkpoint tries again", PersistenceId);
                break;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Report("can't be written", cause);
        _settings.Log.LogWarning(cause, "{Shard}: sequence number {SequenceNr} could not be written: another process owns the shard, or the database refused; recovering", PersistenceId, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Report("rejects what is to be written", cause);
        _settings.Log.LogError(cause, "{Shard}: the journal rejects sequence number {SequenceNr}", PersistenceId, sequenceNr);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        Report("can't be read", reason);
        _settings.Log.LogWarning(reason, "{Shard}: the journal could not be read; trying again", PersistenceId);
    }

    private void Report(string what, Exception cause) =>
        Context.Parent.Tell(new CommitterTrouble($"{what}: {cause.Message}"));

    private long Now => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Recover(long sequenceNr, JournalBatch batch)
    {
        if (sequenceNr > _statesThrough) _tail.Add(sequenceNr, batch, _finished);
        else JournalBatchReader.Scan(batch, _finished, null);
    }

    private void Commit(CommitBatch commit)
    {
        if (SinceLastWrite > _settings.FencingHorizon / 2)
        {
            // Rows as old as the horizon may be gone, and with them the sequence number that would have told us of a new owner.
            _settings.Log.LogWarning(
                "{Shard}: nothing written for more than half of the fencing horizon {Horizon}; recovering before writing", PersistenceId,
                _settings.FencingHorizon);
            Context.Stop(Self);
            return;
        }
        var batch = _writer.Write(commit.Effects, _finished, Now);
        Persist(batch, Persisted);
    }

    private void Wrote() => _lastWrite = (_settings.Time.GetTimestamp(), _settings.Time.GetUtcNow());

    // By both clocks: the one that only goes forward stands still while the machine sleeps, and the time of day may be set back.
    private TimeSpan SinceLastWrite
    {
        get
        {
            var (elapsed, byDay) = (_settings.Time.GetElapsedTime(_lastWrite.Timestamp), _settings.Time.GetUtcNow() - _lastWrite.At);
            return elapsed > byDay ? elapsed : byDay;
        }
    }

    private void Persisted(JournalBatch batch)
    {
        Wrote();
        if (_checkpointing) _sinceCheckpoint.Add((LastSequenceNr, batch));
        Context.Parent.Tell(new BatchCommitted(LastSequenceNr, batch.Payload.Length));
    }

    private void DeleteOldRows()
    {
        if (_settings.RetainHistory) return;
        var below = _history.NewestBeyond(_settings.FencingHorizon);
        if (below > 0) DeleteMessages(below);
    }
}
