using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>What an entity instance does with one topic's events.</summary>
internal abstract class EventHandlerSlot(string topicName)
{
    public string TopicName { get; } = topicName;

    /// <summary>The instance's next slot: a list without an array, since there is one per entity.</summary>
    public EventHandlerSlot? Next;

    /// <summary>What the constructor has registered.</summary>
    public abstract Delegate Function { get; }

    /// <summary>It gives a task that may go on.</summary>
    public abstract bool IsAsync { get; }

    public abstract bool Handles(EventDelivery delivery);

    public abstract Task Invoke(EventDelivery delivery);
}

internal sealed class EventHandlerSlot<T>(Topic<T> topic, Action<T>? handle, Func<T, Task>? handleAsync) : EventHandlerSlot(topic.Name)
{
    public override Delegate Function => handleAsync ?? (Delegate)handle!;

    public override bool IsAsync => handleAsync is not null;

    public override bool Handles(EventDelivery delivery) => delivery is EventDelivery<T> && delivery.Topic == TopicName;

    public override Task Invoke(EventDelivery delivery)
    {
        var e = ((EventDelivery<T>)delivery).Event!;
        if (handleAsync is not null) return handleAsync(e);
        handle!(e);
        return Task.CompletedTask;
    }
}
