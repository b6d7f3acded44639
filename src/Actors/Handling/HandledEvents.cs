namespace Akka.Events.Handling;

/// <summary>What one call of a handler is about.</summary>
public sealed class HandledEvents
{
    internal HandledEvents(string group, string handler, IReadOnlyList<EventContext> events) => (Group, Handler, Events) = (group, handler, events);

    /// <summary>The consumer group.</summary>
    public string Group { get; }

    /// <summary>The handler's name.</summary>
    public string Handler { get; }

    /// <summary>The events, oldest first: one, or those of a batch. Valid while they are handled.</summary>
    public IReadOnlyList<EventContext> Events { get; }
}
