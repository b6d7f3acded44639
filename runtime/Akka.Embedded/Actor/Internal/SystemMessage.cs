namespace Akka.Actor.Internal;

/// <summary>What the runtime tells an actor: handled before its next user message, also while that is on hold.</summary>
internal abstract class SystemMessage
{
    internal SystemMessage Next;

    internal abstract void Apply(ActorCell cell);

    /// <summary>The addressee is gone, or is no actor.</summary>
    internal virtual void OnDead(IInternalActorRef addressee) { }

    internal static SystemMessage Reverse(SystemMessage newest)
    {
        SystemMessage oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }
}

internal sealed class Watch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher { get; } = watcher;

    internal override void Apply(ActorCell cell) => cell.AddWatcher(Watcher);
    internal override void OnDead(IInternalActorRef addressee) => Watcher.SendSystem(new DeathNotice(addressee, existenceConfirmed: false));
}

internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher { get; } = watcher;

    internal override void Apply(ActorCell cell) => cell.RemoveWatcher(Watcher);
}

internal sealed class DeathNotice(IInternalActorRef actor, bool existenceConfirmed) : SystemMessage
{
    internal IInternalActorRef Actor { get; } = actor;
    internal bool ExistenceConfirmed { get; } = existenceConfirmed;

    internal override void Apply(ActorCell cell) => cell.OnDeathNotice(Actor, ExistenceConfirmed);
}

internal sealed class Failed(ActorCell child, Exception cause) : SystemMessage
{
    internal Exception Cause { get; } = cause;

    internal override void Apply(ActorCell cell) => cell.OnChildFailed(child, Cause);
}

internal sealed class Suspend : SystemMessage
{
    internal override void Apply(ActorCell cell) => cell.OnSuspend();
}

/// <summary>Takes one suspension back; with a cause, the addressee's own failure is forgiven.</summary>
internal sealed class Resume(Exception cause) : SystemMessage
{
    internal override void Apply(ActorCell cell) => cell.OnResume(cause);
}

internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal override void Apply(ActorCell cell) => cell.OnRecreate(cause);
}

internal sealed class Terminate : SystemMessage
{
    internal override void Apply(ActorCell cell) => cell.OnTerminate();
}

/// <summary>The rest of an asynchronous handler.</summary>
internal sealed class Continuation(ActorSynchronizationContext context, SendOrPostCallback callback, object state) : SystemMessage
{
    internal override void Apply(ActorCell cell) => context.Run(callback, state);
}

/// <summary>Runs on the actor's turn, before its next user message.</summary>
internal sealed class OnTurn(Action<ActorCell> action) : SystemMessage
{
    internal override void Apply(ActorCell cell) => action(cell);
}
