using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is the fold of the events it has persisted. Three things come through its mailbox: answers of the journal and the
/// snapshot store (<see cref="PersistenceReply"/>), commands, and commands that had to wait in the internal stash.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IWithUnboundedStash, IPersistenceRecovery, IPersistenceStash, IPersistentIdentity
{
    private JournalPlugin _journal;
    private SnapshotPlugin _snapshots;
    private PersistentStash _stash;
    private ILoggingAdapter _log;
    private Phase _phase;

    protected Eventsourced() => Extension = Persistence.Instance.Apply(Cell.System);

    private enum Phase
    {
        Starting,
        AwaitingPermit,
        LoadingSnapshot,
        Replaying,
        Running,
        Failed,
    }

    public abstract string PersistenceId { get; }
    public virtual Recovery Recovery => Recovery.Default;
    public virtual IStashOverflowStrategy InternalStashOverflowStrategy => Extension.DefaultInternalStashOverflowStrategy;
    public string JournalPluginId { get; protected set; }
    public string SnapshotPluginId { get; protected set; }
    public IActorRef Journal => (_journal ??= Extension.JournalPluginFor(JournalPluginId)).Actor;
    public IActorRef SnapshotStore => (_snapshots ??= Extension.SnapshotPluginFor(SnapshotPluginId)).Actor;
    public string SnapshotterId => PersistenceId;
    public long LastSequenceNr { get; private set; }
    public long SnapshotSequenceNr => LastSequenceNr;
    public bool IsRecovering => _phase < Phase.Running;
    public bool IsRecoveryFinished => !IsRecovering;

    public IStash Stash
    {
        get => _stash;
        set => _stash = new PersistentStash(value, _waiting);
    }

    internal int InternalStashCapacity => Extension.InternalStashCapacity;

    protected PersistenceExtension Extension { get; }
    protected virtual ILoggingAdapter Log => _log ??= Logging.GetLogger(Cell.System, this);

    public override void AroundPreStart()
    {
        FindPlugins();
        base.AroundPreStart();
        RequestRecovery();
    }

    public override void AroundPostRestart(Exception cause, object message)
    {
        FindPlugins();
        base.AroundPostRestart(cause, message);
        RequestRecovery();
    }

    public override void AroundPreRestart(Exception cause, object message)
    {
        try
        {
            base.AroundPreRestart(cause, message is PersistenceReply reply ? reply.Subject : message);
        }
        finally
        {
            EndRecovery();
            WriteAllGathered();
            _waiting.ReleaseAll(Cell);
        }
    }

    public override void AroundPostStop()
    {
        try
        {
            base.AroundPostStop();
        }
        finally
        {
            EndRecovery();
            _waiting.ReleaseAll(Cell);
        }
    }

    protected abstract bool ReceiveRecover(object message);
    protected abstract bool ReceiveCommand(object message);

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is PersistenceReply reply)
        {
            if (reply.Owner == this) reply.Deliver();
            return true;
        }

        if (_phase != Phase.Running || _blocking > 0)
        {
            _waiting.Add(Cell, this);
            return true;
        }

        bool handled;
        try
        {
            handled = base.AroundReceive(receive, message);
        }
        catch
        {
            EndTurn(failed: true);
            throw;
        }

        if (!Cell.IsAwaiting) EndTurn(failed: false);
        return handled;
    }

    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                break;
            case SaveSnapshotFailure failure:
                Log.Warning("Failed to save snapshot [{0}]: {1}", failure.Metadata, failure.Cause);
                break;
            case DeleteSnapshotFailure failure:
                Log.Warning("Failed to delete snapshot [{0}]: {1}", failure.Metadata, failure.Cause);
                break;
            case DeleteSnapshotsFailure failure:
                Log.Warning("Failed to delete snapshots up to [{0}]: {1}", failure.Criteria.MaxSequenceNr, failure.Cause);
                break;
            case DeleteMessagesFailure failure:
                Log.Warning("Failed to delete messages up to [{0}] of [{1}]: {2}", failure.ToSequenceNr, PersistenceId, failure.Cause);
                break;
            default:
                _offerRefused |= message is SnapshotOffer;
                base.Unhandled(message);
                break;
        }
    }

    /// <summary>Runs an asynchronous handler; what it persists is written when it has ended.</summary>
    private protected void RunAsync(Func<Task> handler) => Cell.RunTask(async () =>
    {
        var task = handler();
        if (task is null or { IsCompletedSuccessfully: true }) return; // the turn goes on and ends as any other
        var failed = true;
        try
        {
            await task;
            failed = false;
        }
        finally
        {
            if (Cell.IsAwaiting) EndTurn(failed);
        }
    });

    // After a command or the last of a batch's handlers: writes what was gathered, and lets one waiting command go ahead of the mailbox.
    private void EndTurn(bool failed)
    {
        Flush();
        if (failed) _waiting.ReleaseAll(Cell);
        else if (_blocking == 0) _waiting.ReleaseOne(Cell);
    }

    private void FindPlugins()
    {
        ArgumentNullException.ThrowIfNull(PersistenceId);
        _journal ??= Extension.JournalPluginFor(JournalPluginId);
        _snapshots ??= Extension.SnapshotPluginFor(SnapshotPluginId);
    }
}
