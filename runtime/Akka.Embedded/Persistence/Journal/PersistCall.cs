using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>One call of Persist, PersistAll or DeferAsync: events that are stored all or not at all, and their handler.</summary>
internal abstract class PersistCall(IActorRef sender, bool blocksCommands, long firstSequenceNr)
{
    /// <summary>The next call of the same actor, in the order in which they were made.</summary>
    internal PersistCall Next;

    /// <summary>Set by a journal that refuses these events and goes on with the others.</summary>
    internal Exception Rejection;

    /// <summary>How many events have been handled.</summary>
    internal int Handled;

    /// <summary>The sender of the command that made the call.</summary>
    internal IActorRef Sender => sender;

    /// <summary>No command is processed before the last event is handled.</summary>
    internal bool BlocksCommands => blocksCommands;

    /// <summary>False for a deferred handler, whose event passes the journal by.</summary>
    internal bool IsStored => firstSequenceNr > 0;

    internal long FirstSequenceNr => firstSequenceNr;
    internal abstract int Count { get; }
    internal abstract bool IsAsync { get; }
    internal abstract bool HasCompletion { get; }

    internal abstract object EventAt(int index);
    internal abstract void AddEventsTo(List<object> events);

    /// <summary>Runs the handler; a task only where it is asynchronous.</summary>
    internal abstract Task Handle(int index);

    /// <summary>Runs what was to be called after the last handler.</summary>
    internal abstract Task Complete();
}
