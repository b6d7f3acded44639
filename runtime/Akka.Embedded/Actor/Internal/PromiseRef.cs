namespace Akka.Actor.Internal;

/// <summary>A ref that takes one message, after which it is gone.</summary>
internal abstract class PromiseRef(ActorSystemImpl system) : InternalActorRef
{
    private ActorPath _path;
    private List<IInternalActorRef> _watchers;
    private volatile int _gone;

    public override ActorPath Path
    {
        get
        {
            if (_path is { } path) return path;
            lock (this)
            {
                if (_path is not null) return _path;
                _path = system.Temporary.Register(this);
                // Who ends it meanwhile has seen the path, or the end is seen here; so with watchers.
                Interlocked.MemoryBarrier();
                if (IsTerminated) system.Temporary.Remove(_path);
                return _path;
            }
        }
    }

    internal override ActorSystemImpl SystemOrNull => system;
    internal override bool IsTerminated => _gone != 0;
    protected ActorSystemImpl System => system;

    public override void Tell(object message, IActorRef sender)
    {
        if (message is null) throw new InvalidMessageException("Message is null");
        switch (message)
        {
            case Identify identify when !IsTerminated:
                sender?.Tell(new ActorIdentity(identify.MessageId, this), this);
                break;
            case var _ when TryEnd():
                Take(message);
                break;
            default:
                system.DeadLetterRef.Receive(message, sender, this);
                break;
        }
    }

    internal override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                lock (this)
                {
                    (_watchers ??= []).Add(watch.Watcher);
                    Interlocked.MemoryBarrier();
                    if (!IsTerminated) return;
                    _watchers.Remove(watch.Watcher);
                }

                message.OnDead(this);
                break;
            case Unwatch unwatch:
                lock (this) _watchers?.Remove(unwatch.Watcher);
                break;
            case Terminate:
                TryEnd();
                break;
        }
    }

    protected abstract void Take(object message);

    /// <summary>True for the first to ask: the promise is theirs to keep.</summary>
    protected bool TryEnd()
    {
        if (Interlocked.Exchange(ref _gone, 1) != 0) return false;
        // Nobody has looked at it, as nearly always.
        if (_path is null && _watchers is null) return true;
        lock (this)
        {
            if (_path is not null) system.Temporary.Remove(_path);
            foreach (var watcher in _watchers ?? []) watcher.SendSystem(new DeathNotice(this, existenceConfirmed: true));
        }

        return true;
    }
}
