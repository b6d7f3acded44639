using Akka.Actor.Internal;

namespace Akka.Actor;

public sealed class Nobody : IInternalActorRef
{
    internal static readonly Nobody Instance = new();

    private Nobody() { }

    public ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems"), "Nobody");
    public bool IsLocal => true;

    ActorSystemImpl IInternalActorRef.SystemOrNull => null;

    IActorRef IInternalActorRef.ParentOrNull => null;

    bool IInternalActorRef.IsTerminated => true;

    public void Tell(object message, IActorRef sender) { }

    void IInternalActorRef.SendSystem(SystemMessage message) => message.OnDead(this);

    IInternalActorRef IInternalActorRef.ChildOrNull(string name) => null;
    public bool Equals(IActorRef other) => ReferenceEquals(this, other);
    public int CompareTo(IActorRef other) => Path.CompareTo(other?.Path);
    public int CompareTo(object obj) => CompareTo(obj as IActorRef);
    public override string ToString() => "[Nobody]";
}
