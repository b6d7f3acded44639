using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>A request to a journal or snapshot store, told back as its answer to the incarnation that made it.</summary>
internal abstract class PersistenceReply(Eventsourced owner, IActorRef actor) : IDeadLetterSuppression, INotInfluenceReceiveTimeout
{
    private volatile bool _answered;

    internal Eventsourced Owner => owner;
    internal IActorRef Actor => actor;
    internal bool IsAnswered => _answered;

    /// <summary>What went wrong, or null.</summary>
    internal Exception Failure { get; set; }

    /// <summary>The user's event or snapshot that is being handled.</summary>
    internal abstract object Subject { get; }

    /// <summary>On the owner's turn.</summary>
    internal abstract void Deliver();

    internal void Answer()
    {
        _answered = true;
        actor.Tell(this, ActorRefs.NoSender);
    }
}
