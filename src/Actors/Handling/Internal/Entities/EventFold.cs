namespace Akka.Events.Handling.Internal.Entities;

/// <summary>How an entity class applies one type of state event.</summary>
internal abstract class EventFold
{
    public abstract Type EventType { get; }

    public abstract object? Apply(object? state, object @event);
}

internal sealed class EventFold<TState, TEvent>(Func<TState, TEvent, TState> apply) : EventFold
{
    public override Type EventType => typeof(TEvent);

    public Func<TState, TEvent, TState> Function { get; } = apply;

    public override object? Apply(object? state, object @event) => Function((TState)state!, (TEvent)@event);
}
