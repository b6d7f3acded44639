using Akka.Actor;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>
/// Events that end on any thread while their handler's actor is busy gather here, and one message (this) brings all of them.
/// <see cref="Add"/> from any thread, <see cref="TakeAll"/> on the actor's turn.
/// </summary>
internal sealed class EndedInbox : INoSerializationVerificationNeeded
{
    private EndedEvent? _newest;

    /// <summary>True when it was empty: the actor has to be told.</summary>
    public bool Add(EndedEvent ended)
    {
        var newest = Volatile.Read(ref _newest);
        while (true)
        {
            ended.Next = newest;
            var seen = Interlocked.CompareExchange(ref _newest, ended, newest);
            if (seen == newest) return newest is null;
            newest = seen;
        }
    }

    /// <summary>All that have ended since the last call, oldest first.</summary>
    public EndedEvent? TakeAll()
    {
        var newest = Interlocked.Exchange(ref _newest, null);
        EndedEvent? oldest = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = older;
        }
        return oldest;
    }
}
