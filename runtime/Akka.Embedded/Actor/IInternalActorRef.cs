using Akka.Actor.Internal;

namespace Akka.Actor;

public interface IActorRefScope
{
    bool IsLocal { get; }
}

/// <summary>What the runtime itself needs of a ref; nothing of it is for users.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    internal ActorSystemImpl SystemOrNull { get; }
    internal IActorRef ParentOrNull { get; }
    internal bool IsTerminated { get; }

    internal void SendSystem(SystemMessage message);
    internal IInternalActorRef ChildOrNull(string name);
}
