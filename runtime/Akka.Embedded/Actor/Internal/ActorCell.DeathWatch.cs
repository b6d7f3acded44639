using Akka.Event;

namespace Akka.Actor.Internal;

internal sealed partial class ActorCell
{
    public IActorRef Watch(IActorRef subject) => WatchWith(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        if (Equals(subject) || _status is ActorStatus.Terminating or ActorStatus.Terminated) return subject;
        if ((Extras.Watching ??= []).TryAdd(subject, message)) ((IInternalActorRef)subject).SendSystem(new Watch(this));
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (_extras is null) return subject;
        if (_extras.Watching?.Remove(subject) == true) ((IInternalActorRef)subject).SendSystem(new Unwatch(this));
        _extras.TerminatedQueued?.Remove(subject);
        return subject;
    }

    internal void AddWatcher(IInternalActorRef watcher)
    {
        if (DebugsLifecycle) LogDebug($"now watched by {watcher}");
        switch (_watchers)
        {
            case null:
                _watchers = watcher;
                break;
            case List<IInternalActorRef> many:
                if (!many.Contains(watcher)) many.Add(watcher);
                break;
            default:
                if (!_watchers.Equals(watcher)) _watchers = new List<IInternalActorRef> { (IInternalActorRef)_watchers, watcher };
                break;
        }
    }

    internal void RemoveWatcher(IInternalActorRef watcher)
    {
        if (DebugsLifecycle) LogDebug($"no longer watched by {watcher}");
        if (_watchers is List<IInternalActorRef> many) many.Remove(watcher);
        else if (watcher.Equals(_watchers)) _watchers = null;
    }

    internal void OnDeathNotice(IInternalActorRef actor, bool existenceConfirmed)
    {
        var wasChild = actor is ActorCell child && child._parent == this && Remove(child);
        if (_status is not (ActorStatus.Terminating or ActorStatus.Terminated)
            && _extras?.Watching is { } watching && watching.Remove(actor, out var message))
        {
            var queued = _extras.TerminatedQueued ??= [];
            queued[actor] = message;
            object notice = message is null
                ? new Terminated(actor, existenceConfirmed, addressTerminated: false)
                : new WatchedDied(actor, message);
            Tell(notice, actor);
        }

        if (!wasChild) return;
        if (_status == ActorStatus.Restarting && _children.Stopping == 0) FinishRestart();
        else if (_status == ActorStatus.Terminating && _children.Count == 0) FinishTermination();
    }

    private bool Remove(ActorCell child)
    {
        if (_children is null || !_children.Remove(child)) return false;
        if (child._stopRequested) _children.Stopping--;
        _extras?.Restarts?.Remove(child);
        return true;
    }

    private void DeliverTerminated(IActorRef subject, object message)
    {
        // Else it has been unwatched since.
        if (_extras?.TerminatedQueued?.Remove(subject) == true) Redeliver(message);
    }

    private void UnwatchAll()
    {
        if (_extras?.Watching is not { Count: > 0 } watching) return;
        foreach (var subject in watching.Keys) ((IInternalActorRef)subject).SendSystem(new Unwatch(this));
        watching.Clear();
        _extras.TerminatedQueued?.Clear();
    }

    private void TellWatchers()
    {
        switch (_watchers)
        {
            case null:
                break;
            case List<IInternalActorRef> many:
                foreach (var watcher in many) watcher.SendSystem(new DeathNotice(this, existenceConfirmed: true));
                break;
            default:
                ((IInternalActorRef)_watchers).SendSystem(new DeathNotice(this, existenceConfirmed: true));
                break;
        }

        _watchers = null;
    }
}

/// <summary>The message of WatchWith, on its way through the mailbox.</summary>
internal sealed class WatchedDied(IActorRef subject, object message) : IAutoReceivedMessage, IDeadLetterSuppression
{
    internal IActorRef Subject { get; } = subject;
    internal object Message { get; } = message;
}
