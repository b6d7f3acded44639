using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

public abstract class UntypedPersistentActor : Eventsourced
{
    protected new static IUntypedActorContext Context => ActorCell.CurrentOrThrow;

    protected void Become(UntypedReceive receive) => Context.Become(receive);
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
    protected abstract void OnCommand(object message);
    protected abstract void OnRecover(object message);
    protected override bool Receive(object message) => ReceiveCommand(message);

    protected sealed override bool ReceiveCommand(object message)
    {
        OnCommand(message);
        return true;
    }

    protected sealed override bool ReceiveRecover(object message)
    {
        OnRecover(message);
        return true;
    }
}
