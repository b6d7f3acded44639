using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Sending;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Event;
using Akka.Persistence;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// The committer of groups with entities: one journal row per batch holds state events and finished records together, so both are durable
/// or neither. A process that wrongly believes it owns the shard collides with the owner's sequence numbers, and stops.
/// </summary>
internal sealed class JournalCommitter : UntypedPersistentActor, IWithTimers
{
    private const string SnapshotLate = "snapshot-late";
    private const string NoteSent = "note-sent";

    /// <summary>Before what is sent is noted with a row of its own: the next batch may do it.</summary>
    private static readonly TimeSpan NoteAfter = TimeSpan.FromMilliseconds(100);

    private readonly JournalCommitterSettings _settings;
    private readonly JournalBatchWriter _writer = new();
    private readonly List<(long SequenceNr, JournalBatch Batch)> _sinceCheckpoint = [];
    private readonly CheckpointHistory _history;
    private readonly JournalDeletion _deletion;
    private readonly ShardSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _group;
    private readonly int _shard;
    private readonly TimeSpan _snapshotLimit;
    private FinishedRecords _finished = new();
    private JournalTail _tail = new();
    private bool _storedStates;
    private bool _checkpointing;
    private long _statesThrough;
    private long _incarnation;
    private long _begun; // sequence number of the marker that began the incarnation; 0: nothing lies before it
    private OwnerMarker? _anew; // of this owner, where it has begun an incarnation in place of a lost one
    private int _tag;
    private long? _saving; // sequence number of the snapshot that an answer is waited for
    private (long Timestamp, DateTimeOffset At) _lastWrite;

    public JournalCommitter(string group, int shard, JournalCommitterSettings settings)
    {
        (_group, _shard) = (group, shard);
        PersistenceId = JournalDurability.PersistenceId(group, shard);
        JournalPluginId = JournalPlugin.JournalId;
        SnapshotPluginId = JournalPlugin.SnapshotId;
        _settings = settings;
        _history = new CheckpointHistory(settings.Time);
        _deletion = new JournalDeletion(settings.Time);
        var parent = Context.Parent;
        var startTimer = (object key, object message, TimeSpan wait) => Timers.StartSingleTimer(key, message, wait);
        _sender = new ShardSender(
            Self, startTimer, settings.Senders, JournalDurability.SenderName(group, shard), settings.Time, settings.Chance,
            trouble => parent.Tell(trouble));
        // Its circuit breaker answers within this; one that has lost the question, or itself, doesn't.
        _snapshotLimit = 2 * Context.System.Settings.Config.GetTimeSpan(
            $"{JournalPlugin.SnapshotId}.circuit-breaker.call-timeout", TimeSpan.FromSeconds(20));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId { get; }

    protected override void PostStop()
    {
        _stop.CancelAsync();
        _sender.End();
        base.PostStop();
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: ShardSnapshot snapshot } offer:
                _finished = snapshot.Finished;
                _storedStates = snapshot.StoredStates;
                _statesThrough = snapshot.StatesThrough;
                (_incarnation, _begun) = (snapshot.Incarnation, snapshot.Begun);
                foreach (var (sequenceNr, at) in snapshot.History) _history.Add(sequenceNr, at);
                _history.Add(
                    offer.Metadata.SequenceNr, new DateTimeOffset(offer.Metadata.Timestamp, TimeSpan.Zero).ToUnixTimeMilliseconds());
                foreach (var (sequenceNr, batch) in snapshot.Tail) Recover(sequenceNr, batch);
                foreach (var (owner, first) in snapshot.Owners) _sender.Owners.Add(owner, first);
                _sender.Recover(snapshot.Unsent);
                break;
            case JournalBatch batch:
                Recover(LastSequenceNr, batch);
                _sender.Recover(LastSequenceNr, batch);
                break;
            case OwnerMarker marker:
                Begin(marker.Incarnation, LastSequenceNr);
                _sender.Owners.Add(marker.Tag, LastSequenceNr);
                break;
            case RecoveryCompleted:
                Claim();
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
            case SendMessage sending:
                OnSending(sending);
                break;
            case NoteSent:
                Note();
                break;
            case Claimed when _anew is { } marker:
                Own(marker);
                break;
            case Claimed claimed:
                Mark(claimed.Incarnation, Own);
                break;
            // What is left is dropped once nobody else can go on with it: the marker has been accepted.
            case ClaimFailed { Cause: LostJournalException lost } when _settings.Lost == LostJournal.Rebuild && _anew is null:
                Mark(lost.Next, marker =>
                {
                    _anew = marker;
                    Claim();
                });
                break;
            case ClaimFailed failed:
                Report(failed.Cause is LostJournalException ? "" : "can't be taken, because its entity states can't be reached", failed.Cause);
                Context.Stop(Self);
                break;
            case CheckpointBegun begun:
                _checkpointing = true;
                _sinceCheckpoint.Clear();
                break;
            case CheckpointWritten written:
                _storedStates = true;
                _statesThrough = written.SequenceNr;
                SaveSnapshot(new ShardSnapshot(
                    written.SequenceNr, true, _finished.Copy(), _sinceCheckpoint.ToArray(), _history.Keep(_settings.FencingHorizon),
                    _incarnation) { Begun = _begun, Unsent = _sender.Unsent, Owners = _sender.Owners.All });
                _saving = SnapshotSequenceNr;
                Timers.StartSingleTimer(SnapshotLate, SnapshotLate, _snapshotLimit);
                _checkpointing = false;
                _sinceCheckpoint.Clear();
                break;
            case SaveSnapshotSuccess saved:
                _history.Add(saved.Metadata.SequenceNr);
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                DeleteOldRows();
                SnapshotEnded(saved.Metadata.SequenceNr, null);
                break;
            case SaveSnapshotFailure failed:
                SnapshotEnded(failed.Metadata.SequenceNr, failed.Cause);
                break;
            case SnapshotLate when _saving is { } saving:
                SnapshotEnded(saving, new TimeoutException($"the snapshot store hasn't answered within {Durations.Text(_snapshotLimit)}"));
                break;
            case SnapshotLate:
                break;
            case DeleteMessagesFailure failed:
                Delete(_deletion.Ended(deleted: false));
                CommittingLog.JournalRowsNotDeleted(
                    _settings.Log, Reason.Stack(_settings.Log, failed.Cause), _group, _shard, failed.ToSequenceNr, Said(failed.Cause));
                break;
            case DeleteSnapshotsFailure failed:
                CommittingLog.SnapshotsNotDeleted(_settings.Log, Reason.Stack(_settings.Log, failed.Cause), _group, _shard, Said(failed.Cause));
                break;
            case DeleteMessagesSuccess:
                Delete(_deletion.Ended(deleted: true));
                break;
            case DeleteSnapshotsSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Report("can't be written", cause);
        CommittingLog.JournalNotWritten(_settings.Log, cause, _group, _shard, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Report("rejects what is to be written", cause);
        CommittingLog.JournalRejects(_settings.Log, Reason.Stack(_settings.Log, cause), _group, _shard, sequenceNr, Said(cause));
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        Report("can't be read", reason);
        CommittingLog.JournalNotRead(_settings.Log, reason, _group, _shard);
    }

    private void Report(string what, Exception cause) =>
        Context.Parent.Tell(new CommitterTrouble(what.Length == 0 ? cause.Message : $"{what}: {cause.Message}"));

    // What a database says doesn't tell which one it is.
    private string Said(Exception cause) => _settings.Store.Length == 0 ? cause.Message : $"{cause.Message} ({_settings.Store})";

    private long Now => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    // States and journal are brought together before either is used.
    private void Claim() => _settings.States
        .Claim(_group, _shard, new JournalEnd(_incarnation, LastSequenceNr, _storedStates, BeginsAnew: _anew is not null), _stop.Token)
        .PipeTo(Self, success: incarnation => new Claimed(incarnation), failure: e => new ClaimFailed(e));

    private void Mark(long incarnation, Action<OwnerMarker> accepted)
    {
        Begin(incarnation, LastSequenceNr + 1);
        _tag = _settings.Chance.Next(1, SentMark.MaxOwner);
        Persist(new OwnerMarker(_settings.Owner, Now, _incarnation, _begun, _tag), accepted);
    }

    /// <summary>With a new incarnation nothing that was read before counts: it belongs to states that are gone.</summary>
    private void Begin(long incarnation, long marker)
    {
        if (incarnation <= _incarnation) return;
        if (_incarnation > 0 || LastSequenceNr > 1)
            CommittingLog.JournalBeginsAnew(_settings.Log, _group, _shard, incarnation, LastSequenceNr);
        (_incarnation, _begun) = (incarnation, marker > 1 ? marker : 0);
        _sender.Owners.Clear();
        (_finished, _tail) = (new FinishedRecords(), new JournalTail());
        (_storedStates, _statesThrough) = (false, LastSequenceNr);
    }

    private void Own(OwnerMarker marker)
    {
        Wrote();
        // A copy: the shard looks at it while the first commits change ours.
        Context.Parent.Tell(new ShardRecovered(_finished.Copy(), _storedStates, LastSequenceNr, _tail));
        _tail = new JournalTail();
        _sender.Owners.Add(_tag, LastSequenceNr);
        if (_sender.Begin(_tag) is { Count: > 0 } left) Context.Parent.Tell(left);
    }

    private void Recover(long sequenceNr, JournalBatch batch)
    {
        if (sequenceNr > _statesThrough) _tail.Add(sequenceNr, batch, _finished);
        else JournalBatchReader.Scan(batch, _finished, null);
    }

    private void Commit(CommitBatch commit)
    {
        if (!MayWrite()) return;
        Persist(_writer.Write(commit.Effects, _finished, Now, commit.Begun, _sender.TakeSent()), Persisted);
    }

    private void OnSending(SendMessage message)
    {
        if (_sender.On(message) is { } less) Context.Parent.Tell(less);
        if (_sender.WantsProof)
        {
            Timers.Cancel(NoteSent);
            Note();
        }
        else if (_sender.HasToNote && !Timers.IsTimerActive(NoteSent)) Timers.StartSingleTimer(NoteSent, NoteSent, NoteAfter);
    }

    private void Note()
    {
        if ((!_sender.HasToNote && !_sender.WantsProof) || !MayWrite()) return;
        var proof = _sender.TakeQuestion();
        Persist(_writer.Write([], _finished, Now, sent: _sender.TakeSent()), _ =>
        {
            Wrote();
            if (proof && _sender.Proven() is { } less) Context.Parent.Tell(less);
        });
    }

    private bool MayWrite()
    {
        if (SinceLastWrite <= _settings.FencingHorizon / 2) return true;
        // Rows as old as the horizon may be gone, and with them the sequence number that would have told us of a new owner.
        CommittingLog.OwnerLate(_settings.Log, _group, _shard, Durations.Text(_settings.FencingHorizon));
        Context.Stop(Self);
        return false;
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
        if (batch.Outgoing.Count > 0) _sender.Add(new OutgoingRow(LastSequenceNr, batch.Payload, batch.Outgoing));
        if (_checkpointing) _sinceCheckpoint.Add((LastSequenceNr, new JournalBatch(batch.Payload)));
        Context.Parent.Tell(new BatchCommitted(LastSequenceNr, batch.Payload.Length));
    }

    private void DeleteOldRows()
    {
        if (_settings.RetainHistory) return;
        Delete(_deletion.Begin(_history.NewestBeyond(_settings.FencingHorizon)));
    }

    private void Delete(long? through)
    {
        if (through is { } sequenceNr) DeleteMessages(sequenceNr);
    }

    // An answer that comes after its time has nobody who waits for it.
    private void SnapshotEnded(long sequenceNr, Exception? failure)
    {
        if (_saving != sequenceNr) return;
        _saving = null;
        Timers.Cancel(SnapshotLate);
        Context.Parent.Tell(new CheckpointEnded(_statesThrough, failure));
    }

    private sealed record Claimed(long Incarnation) : IDeadLetterSuppression;

    private sealed record ClaimFailed(Exception Cause) : IDeadLetterSuppression, INoSerializationVerificationNeeded;
}
