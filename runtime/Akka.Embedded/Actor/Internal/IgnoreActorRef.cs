namespace Akka.Actor.Internal;

internal sealed class IgnoreActorRef(ActorSystemImpl system, ActorPath path) : InternalActorRef
{
    public override ActorPath Path => path;
    internal override ActorSystemImpl SystemOrNull => system;

    public override void Tell(object message, IActorRef sender) { }
}
