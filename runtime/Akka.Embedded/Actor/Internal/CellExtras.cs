namespace Akka.Actor.Internal;

/// <summary>What only some actors have; made when first needed.</summary>
internal sealed class CellExtras
{
    /// <summary>Behaviours under the current one; null stands for the actor's own Receive.</summary>
    internal Stack<Receive> Behaviours;

    /// <summary>Watched refs, each with the message to deliver in place of Terminated, or null.</summary>
    internal Dictionary<IActorRef, object> Watching;

    /// <summary>Watched refs whose Terminated is on its way through the mailbox.</summary>
    internal Dictionary<IActorRef, object> TerminatedQueued;

    internal Dictionary<ActorCell, RestartStatistics> Restarts;

    internal ActorSynchronizationContext Async;

    internal TimeSpan? ReceiveTimeout;

    internal ICancelable PendingReceiveTimeout;

    internal ActorStash Stash;

    internal ActorTimers Timers;

    internal SupervisorStrategy Strategy;

    /// <summary>Who failed: the actor itself, or the child whose failure it escalated; null while all is well.</summary>
    internal ActorCell Perpetrator;

    /// <summary>Why the actor restarts, while it waits for its children to stop.</summary>
    internal Exception RestartCause;
}
