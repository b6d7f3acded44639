using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>The context that the actor itself sees.</summary>
internal sealed partial class ActorCell
{
    public MessageDispatcher Dispatcher => _dispatcher;
    public IActorRef Parent => (IActorRef)_parent ?? ActorRefs.Nobody;
    public Props Props => _props;
    public TimeSpan? ReceiveTimeout => _extras?.ReceiveTimeout;
    public IActorRef Self => this;
    public IActorRef Sender => _current?.Sender ?? System.DeadLetterRef;

    ActorSystem IActorContext.System => System;

    public IActorRef ActorOf(Props props, string name = null)
    {
        if (_status is ActorStatus.Terminating or ActorStatus.Terminated)
            throw new InvalidOperationException($"Cannot create a child of {Path} while it is stopping");
        return CreateChild(props, name);
    }

    public ActorSelection ActorSelection(ActorPath actorPath) => new(System.LookupRoot, actorPath.Elements);
    public ActorSelection ActorSelection(string actorPath) => System.Select(this, actorPath);
    public IActorRef Child(string name) => (IActorRef)ChildOrNull(name) ?? ActorRefs.Nobody;
    public IEnumerable<IActorRef> GetChildren() => ChildSnapshot();

    public void Stop(IActorRef child)
    {
        if (child is ActorCell cell && cell._parent == this) StopChild(cell);
        else ((IInternalActorRef)child).SendSystem(new Terminate());
    }

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is null && _extras is null) return;
        if (timeout <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(timeout), "A receive timeout must be positive");
        CancelReceiveTimeout();
        Extras.ReceiveTimeout = timeout;
    }

    public void Become(Receive receive) => _behaviour = receive;

    public void BecomeStacked(Receive receive)
    {
        (Extras.Behaviours ??= new Stack<Receive>()).Push(_behaviour);
        _behaviour = receive;
    }

    public void UnbecomeStacked()
    {
        if (_extras?.Behaviours is { Count: > 0 } under) _behaviour = under.Pop();
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Always(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Always(receive));

    internal static Receive Always(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    /// <summary>From any thread: makes a child, whose first turn is then scheduled.</summary>
    internal ActorCell CreateChild(Props props, string name)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"Invalid actor path element [{name}]: it must not be empty, must not start with '$', and may hold ASCII letters, " +
                $"digits, %XX and {ActorPath.ValidSymbols}");
        }

        return NewChild(props, name);
    }

    /// <summary>As CreateChild, for names that only the runtime may give.</summary>
    internal ActorCell NewChild(Props props, string name)
    {
        var dispatcher = System.Dispatchers.LookupFor(props);
        var children = Volatile.Read(ref _children);
        if (children is null)
        {
            Interlocked.CompareExchange(ref _children, new ChildList(), null);
            children = _children;
        }

        var child = children.Add(this, dispatcher, props, name);
        if (DebugsLifecycle) LogDebug($"now supervising {child}");
        child.Start();
        return child;
    }

    internal override InternalActorRef ChildOrNull(string name) => _children?.Find(name);
}
