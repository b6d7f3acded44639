using Akka.Actor.Internal;

namespace Akka.Actor;

public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => ActorCell.CurrentOrThrow;

    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);
    protected void Become(UntypedReceive receive) => Become(ActorCell.Always(receive));
    protected void BecomeStacked(UntypedReceive receive) => BecomeStacked(ActorCell.Always(receive));

    protected void RunTask(Action action)
    {
        Cell.RunTask(() =>
        {
            action();
            return Task.CompletedTask;
        });
    }

    protected void RunTask(Func<Task> action) => Cell.RunTask(action);
}
