using Akka.Events.Topics;

namespace Akka.Events.Subscribing;

/// <summary>Tables of the latest value of each key of a topic, in the memory of this process. Safe from any thread.</summary>
public interface IEventViews
{
    /// <summary>
    /// The table of a topic. The first call begins to read it, from its beginning, unless it was named at start (<c>EventsBuilder.View</c>);
    /// it is kept until the process stops. Of one topic, read with one codec, there is one.
    /// </summary>
    /// <param name="topic">The topic: a compacted one keeps the latest value of each key. It is made where it doesn't exist, as by a group.</param>
    /// <exception cref="ObjectDisposedException">The process stops.</exception>
    IEventView<T> Of<T>(Topic<T> topic);
}
