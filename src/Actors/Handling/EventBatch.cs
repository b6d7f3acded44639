using System.Collections;

namespace Akka.Events.Handling;

/// <summary>
/// Events that a batch handler handles together: of one partition, oldest first, never none. All events of one key that wait are in it, as
/// far as there is room, in their order. Valid until the handler has ended.
/// </summary>
/// <typeparam name="T">The events' type.</typeparam>
public sealed class EventBatch<T> : IReadOnlyList<BatchedEvent<T>>
{
    private readonly BatchedEvent<T>[] _events;

    internal EventBatch(BatchedEvent<T>[] events) => _events = events;

    /// <summary>Name of the topic.</summary>
    public string Topic => _events[0].Context.Topic;

    /// <summary>
    /// Number of the topic's partition. Of events out of a retry topic that has fewer partitions it is the first one's: each has its own in its context.
    /// </summary>
    public int Partition => _events[0].Context.Partition;

    /// <summary>How many events there are, at least one.</summary>
    public int Count => _events.Length;

    /// <summary>One of them, from 0 for the oldest.</summary>
    /// <param name="index">Which one.</param>
    public BatchedEvent<T> this[int index] => _events[index];

    /// <summary>
    /// Cancelled when the attempt's timeout has passed, or when the partition is taken away or the process stops before the handler has
    /// ended.
    /// </summary>
    public CancellationToken CancellationToken => _events[0].Context.CancellationToken;

    /// <summary>The events, oldest first.</summary>
    public IEnumerator<BatchedEvent<T>> GetEnumerator() => ((IEnumerable<BatchedEvent<T>>)_events).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
