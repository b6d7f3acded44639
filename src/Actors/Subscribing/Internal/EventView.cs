using Akka.Events.Topics;

namespace Akka.Events.Subscribing.Internal;

/// <summary>A table, whatever its values are.</summary>
internal abstract class EventView
{
    public abstract TopicReading Reading { get; }

    public abstract bool IsCurrent { get; }

    public abstract int Count { get; }

    public abstract Task Close();

    public static EventView Of<T>(Topic<T> topic, ReadingContext context) => new EventView<T>(topic, context);
}
