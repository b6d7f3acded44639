using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private PersistenceReply _asked; // the question that recovery waits for
    private ICancelable _timeout;
    private Recovery _recovery;
    private bool _offerRefused;

    /// <summary>Where this incarnation stands with its permit; guarded by the <see cref="RecoveryPermits"/>.</summary>
    internal RecoveryPermit Permit;

    /// <summary>Recovery can't go on. The actor stops afterwards, whatever this does.</summary>
    /// <param name="reason">What went wrong.</param>
    /// <param name="message">The event or offer whose handler threw, or null.</param>
    protected virtual void OnRecoveryFailure(Exception reason, object message = null)
    {
        var handling = message is null ? "" : $" when handling [{message.GetType()}]";
        Log.Error(reason, "Exception in recovery of [{0}]{1}, last sequence number [{2}]", PersistenceId, handling, LastSequenceNr);
    }

    /// <summary>All events have been replayed; <see cref="RecoveryCompleted"/> comes next.</summary>
    protected virtual void OnReplaySuccess() { }

    internal void OnPermit()
    {
        if (_phase != Phase.AwaitingPermit) return;
        _recovery = Recovery;
        _phase = Phase.LoadingSnapshot;
        var request = new SnapshotRequest(this, Cell, _recovery.FromSnapshot.Below(_recovery.ToSequenceNr));
        if (request.Criteria.MaxSequenceNr <= 0) Replay();
        else Ask(request, _snapshots.Store.Load);
    }

    internal void OnSnapshotLoaded(SnapshotRequest request)
    {
        if (_phase != Phase.LoadingSnapshot) return;
        StopWaiting();
        if (request.Failure is { } failure)
        {
            FailRecovery(failure, null);
            return;
        }

        if (request.Found is { } found)
        {
            LastSequenceNr = found.Metadata.SequenceNr;
            var offer = new SnapshotOffer(found.Metadata, found.Snapshot);
            try
            {
                if (!ReceiveRecover(offer)) Unhandled(offer);
            }
            catch (Exception e)
            {
                FailRecovery(e, offer);
                return;
            }

            if (_offerRefused) LastSequenceNr = 0;
        }

        Replay();
    }

    internal void OnReplayed(ReplayPage page)
    {
        if (_phase != Phase.Replaying) return;
        if (page == _asked)
        {
            StopWaiting();
            if (page.Failure is { } failure)
            {
                FailRecovery(failure, null);
                return;
            }

            if (!page.IsLast) Ask(page.Following(), _journal.Journal.Read); // read while these are handled
        }

        for (; page.Handled < page.Events.Count; page.Handled++)
        {
            if (Cell.MustYield)
            {
                Cell.Prepend(new Node(page, null));
                return;
            }

            (LastSequenceNr, var @event) = page.Events[page.Handled];
            try
            {
                if (!ReceiveRecover(@event)) Unhandled(@event);
            }
            catch (Exception e)
            {
                FailRecovery(e, @event);
                return;
            }
        }

        if (page.IsLast) CompleteRecovery(page.HighestSequenceNr);
    }

    internal void OnRecoveryTimeout(PersistenceReply asked)
    {
        if (asked != _asked) return;
        var waited = _journal.RecoveryEventTimeout.TotalSeconds;
        FailRecovery(new RecoveryTimedOutException($"No event within {waited} s, highest sequence number seen {LastSequenceNr}"), null);
    }

    private void RequestRecovery()
    {
        _phase = Phase.AwaitingPermit;
        if (Extension.Permits.TryAcquire(this)) OnPermit();
    }

    private void Replay()
    {
        _phase = Phase.Replaying;
        var first = new ReplayPage(this, Cell, PersistenceId, LastSequenceNr + 1, _recovery.ToSequenceNr, _recovery.ReplayMax);
        Ask(first, _journal.Journal.Read);
    }

    private void Ask<TRequest>(TRequest request, Action<TRequest> journal) where TRequest : PersistenceReply
    {
        _asked = request;
        journal(request);
        if (request.IsAnswered) return;
        var timeout = new RecoveryTimeout(request);
        _timeout = Cell.System.Scheduler.ScheduleTellOnceCancelable(_journal.RecoveryEventTimeout, Cell, timeout, ActorRefs.NoSender);
    }

    private void CompleteRecovery(long highestSequenceNr)
    {
        _phase = Phase.Running;
        LastSequenceNr = _sequenceNr = Math.Max(highestSequenceNr, LastSequenceNr);
        EndRecovery();
        try
        {
            OnReplaySuccess();
            ReceiveRecover(RecoveryCompleted.Instance);
        }
        catch
        {
            EndTurn(failed: true);
            throw;
        }

        if (!Cell.IsAwaiting) EndTurn(failed: false);
    }

    private void FailRecovery(Exception cause, object message)
    {
        _phase = Phase.Failed;
        EndRecovery();
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            Cell.Stop(Cell);
        }
    }

    private void EndRecovery()
    {
        StopWaiting();
        Extension.Permits.Release(this);
    }

    private void StopWaiting()
    {
        _asked = null;
        _timeout?.Cancel();
        _timeout = null;
    }
}
