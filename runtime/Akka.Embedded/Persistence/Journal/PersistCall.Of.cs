using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>The handler is an action or gives a task; so does what follows the last one, which may be null.</summary>
internal sealed class PersistCall<TEvent>(
    TEvent single, TEvent[] many, Delegate handler, Delegate onComplete, IActorRef sender, bool blocksCommands, long firstSequenceNr)
    : PersistCall(sender, blocksCommands, firstSequenceNr)
{
    internal override int Count => many?.Length ?? 1;
    internal override bool IsAsync => handler is Func<TEvent, Task> || onComplete is Func<Task>;

    // Nothing completes where events were refused: their handlers have not run.
    internal override bool HasCompletion => onComplete is not null && Rejection is null;

    internal override object EventAt(int index) => many is null ? single : many[index];

    internal override void AddEventsTo(List<object> events)
    {
        if (many is null) events.Add(single);
        else foreach (var @event in many) events.Add(@event);
    }

    internal override Task Handle(int index)
    {
        var @event = many is null ? single : many[index];
        if (handler is not Action<TEvent> handle) return ((Func<TEvent, Task>)handler)(@event);
        handle(@event);
        return null;
    }

    internal override Task Complete()
    {
        if (onComplete is not Action complete) return ((Func<Task>)onComplete)();
        complete();
        return null;
    }
}
