using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>What an entity instance does with one topic's events, all of them or those of a derived type.</summary>
internal abstract class EventHandlerSlot(ITopic topic, Type eventType)
{
    private readonly ITopic _topic = topic;

    /// <summary>By its definition, whatever it is called in Kafka.</summary>
    public string TopicName { get; } = topic.Name;

    public Type EventType { get; } = eventType;

    /// <summary>The instance's next slot: a list without an array, since there is one per entity. Of one topic a type stands before its bases.</summary>
    public EventHandlerSlot? Next;

    /// <summary>What the constructor has registered.</summary>
    public abstract Delegate Function { get; }

    /// <summary>It gives a task that may go on.</summary>
    public abstract bool IsAsync { get; }

    /// <summary>Whether a delivery, decoded, of its topic has such an event.</summary>
    public abstract bool Handles(EventDelivery delivery);

    public abstract Task Invoke(EventDelivery delivery);

    /// <summary>Puts a slot into a list, and gives the list.</summary>
    /// <exception cref="InvalidOperationException">There is one for these events, or one that reads them otherwise.</exception>
    public static EventHandlerSlot Add(EventHandlerSlot? first, EventHandlerSlot slot)
    {
        for (var other = first; other is not null; other = other.Next)
            if (other.TopicName == slot.TopicName)
                Check(other, slot);
        if (first is null || first.IsBaseOf(slot))
        {
            slot.Next = first;
            return slot;
        }
        var before = first;
        while (before.Next is { } next && !next.IsBaseOf(slot)) before = next;
        slot.Next = before.Next;
        before.Next = slot;
        return first;
    }

    private static void Check(EventHandlerSlot one, EventHandlerSlot other)
    {
        var (topic, otherTopic) = (one._topic, other._topic);
        if (topic.EventType != otherTopic.EventType)
            throw new InvalidOperationException($"it reads topic '{topic.Name}' as {topic.EventType.Name} and as {otherTopic.EventType.Name}");
        if (!topic.Codec.Equals(otherTopic.Codec)) throw new InvalidOperationException($"it reads topic '{topic.Name}' by two codecs");
        if (one.EventType == other.EventType) throw new InvalidOperationException($"it handles {one.EventType.Name} of topic '{topic.Name}' twice");
    }

    private bool IsBaseOf(EventHandlerSlot slot) => TopicName == slot.TopicName && EventType.IsAssignableFrom(slot.EventType);
}

/// <summary>All of a topic's events.</summary>
internal sealed class EventHandlerSlot<T>(Topic<T> topic, Action<T>? handle, Func<T, Task>? handleAsync) : EventHandlerSlot(topic, typeof(T))
{
    public override Delegate Function => handleAsync ?? (Delegate)handle!;

    public override bool IsAsync => handleAsync is not null;

    public override bool Handles(EventDelivery delivery) => delivery is EventDelivery<T> && delivery.Route.DefinedName == TopicName;

    public override Task Invoke(EventDelivery delivery)
    {
        var e = ((EventDelivery<T>)delivery).Event!;
        if (handleAsync is not null) return handleAsync(e);
        handle!(e);
        return Task.CompletedTask;
    }
}

/// <summary>A topic's events of a type that is derived from the topic's own.</summary>
internal sealed class DerivedEventHandlerSlot<T>(ITopic topic, Action<T>? handle, Func<T, Task>? handleAsync) : EventHandlerSlot(topic, typeof(T))
{
    public override Delegate Function => handleAsync ?? (Delegate)handle!;

    public override bool IsAsync => handleAsync is not null;

    public override bool Handles(EventDelivery delivery) => delivery.Route.DefinedName == TopicName && delivery.Untyped is T;

    public override Task Invoke(EventDelivery delivery)
    {
        var e = (T)delivery.Untyped!;
        if (handleAsync is not null) return handleAsync(e);
        handle!(e);
        return Task.CompletedTask;
    }
}
