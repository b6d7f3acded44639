namespace Akka.Actor.Internal;

/// <summary>A ref that is not told by system messages and watches nothing unless a subclass says otherwise.</summary>
internal abstract class InternalActorRef : IInternalActorRef
{
    public abstract ActorPath Path { get; }
    public bool IsLocal => true;
    internal virtual ActorSystemImpl SystemOrNull => null;
    internal virtual IActorRef ParentOrNull => null;
    internal virtual bool IsTerminated => false;

    ActorSystemImpl IInternalActorRef.SystemOrNull => SystemOrNull;

    IActorRef IInternalActorRef.ParentOrNull => ParentOrNull;

    bool IInternalActorRef.IsTerminated => IsTerminated;

    public abstract void Tell(object message, IActorRef sender);

    void IInternalActorRef.SendSystem(SystemMessage message) => SendSystem(message);

    IInternalActorRef IInternalActorRef.ChildOrNull(string name) => ChildOrNull(name);

    public bool Equals(IActorRef other) =>
        ReferenceEquals(this, other) || (other is not null && other.Path.Uid == Path.Uid && other.Path.Equals(Path));

    public int CompareTo(IActorRef other)
    {
        var order = Path.CompareTo(other?.Path);
        return order != 0 || other is null ? order : Path.Uid.CompareTo(other.Path.Uid);
    }

    public int CompareTo(object obj) => CompareTo(obj as IActorRef);
    public sealed override bool Equals(object obj) => ReferenceEquals(this, obj) || (obj is IActorRef other && Equals(other));

    // By the uid alone: refs that wrap another must hash like it, and a path is dear to build.
    public override int GetHashCode() => Path.Uid.GetHashCode();
    public override string ToString() => $"[{Path.ToStringWithUid()}]";
    internal virtual void SendSystem(SystemMessage message) => message.OnDead(this);
    internal virtual InternalActorRef ChildOrNull(string name) => null;
}
