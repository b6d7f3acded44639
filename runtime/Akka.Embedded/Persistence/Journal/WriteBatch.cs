using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Consecutive calls of one actor on their way to the journal and, as the answer, back. An actor has one under way.</summary>
internal sealed class WriteBatch(Eventsourced owner, IActorRef actor, PersistCall first) : PersistenceReply(owner, actor)
{
    internal string PersistenceId { get; } = owner.PersistenceId;

    /// <summary>The first call that is not done yet; null when all are.</summary>
    internal PersistCall Current { get; private set; } = first;

    internal bool IsStored => FirstStored is not null;

    internal PersistCall FirstStored
    {
        get
        {
            var call = Current;
            while (call is { IsStored: false }) call = call.Next;
            return call;
        }
    }

    internal override object Subject => Current?.EventAt(Math.Clamp(Current.Handled - 1, 0, Current.Count - 1));

    internal override void Deliver() => Owner.OnWritten(this);

    internal void MoveOn()
    {
        var done = Current;
        Current = done.Next;
        done.Next = null; // else what is done keeps alive what comes after it
    }
}
