using Akka.Actor.Internal;

namespace Akka.Dispatch;

/// <summary>Gives actors their turns.</summary>
public abstract class MessageDispatcher
{
    private protected MessageDispatcher(ActorSystemImpl system, string id, int throughput)
    {
        System = system;
        Id = id;
        Throughput = throughput;
    }

    internal string Id { get; }

    /// <summary>User messages an actor may handle before it lets others have a turn.</summary>
    internal int Throughput { get; }

    internal ActorSystemImpl System { get; }

    /// <param name="cell">Has a claim on a turn; it is not in any other queue.</param>
    /// <param name="yielding">It has just used up its turn: whoever waits goes first.</param>
    internal abstract void Schedule(ActorCell cell, bool yielding);

    internal virtual void Shutdown() { }
}
