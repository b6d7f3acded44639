using Akka.Events.Publishing;
using Akka.Events.Topics;
using Akka.Streams.Dsl;
using Confluent.Kafka;

namespace Akka.Events.Streams;

/// <summary>Sinks and flows that publish, and that commit what a group's stream has done.</summary>
public static class EventSink
{
    /// <summary>Events that may be on their way at once, where nothing else is said.</summary>
    private const int OnTheWay = 1000;

    /// <summary>Publishes what comes, in its order, and ends when the brokers have acknowledged all of it.</summary>
    /// <param name="events">The publisher.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="options">What each is to be published with; null for the topic's own.</param>
    /// <param name="maxOnTheWay">Events that may be unacknowledged; then the stream is held back. Not above <c>publish.max-in-flight</c>, where order would end.</param>
    /// <returns>A sink; its task fails with the first event that can't be sent (<see cref="PublishException"/>), and the stream with it.</returns>
    public static Sink<T, Task<Done>> Publish<T>(
        IEvents events, Topic<T> topic, Func<T, PublishOptions>? options = null, int maxOnTheWay = OnTheWay) =>
        PublishFlow(events, topic, options, maxOnTheWay).ToMaterialized(Sink.Ignore<TopicPartitionOffset>(), Keep.Right);

    /// <summary>Publishes what comes, in its order, and gives on where each event lies when the brokers have acknowledged it.</summary>
    /// <inheritdoc cref="Publish{T}"/>
    /// <returns>A flow, which fails with the first event that can't be sent (<see cref="PublishException"/>).</returns>
    public static Flow<T, TopicPartitionOffset, NotUsed> PublishFlow<T>(
        IEvents events, Topic<T> topic, Func<T, PublishOptions>? options = null, int maxOnTheWay = OnTheWay)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(topic);
        return Flow.Create<T>().SelectAsync(maxOnTheWay, e => Send(events, topic, e, options));
    }

    /// <summary>Publishes what a group's stream has made of its events, in its order, and commits each event when what came of it is acknowledged.</summary>
    /// <inheritdoc cref="Publish{T}"/>
    public static Sink<(T Event, EventCommit Commit), Task<Done>> PublishAndCommit<T>(
        IEvents events, Topic<T> topic, Func<T, PublishOptions>? options = null, int maxOnTheWay = OnTheWay)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(topic);
        return Flow.Create<(T Event, EventCommit Commit)>()
            .SelectAsync(maxOnTheWay, async one =>
            {
                await Send(events, topic, one.Event, options).ConfigureAwait(false);
                return one;
            })
            .ToMaterialized(Commit<T>(), Keep.Right);
    }

    /// <summary>Commits each event of a group's stream that comes here.</summary>
    public static Sink<(T Event, EventCommit Commit), Task<Done>> Commit<T>() =>
        Sink.ForEach<(T Event, EventCommit Commit)>(one => one.Commit.Complete());

    private static Task<TopicPartitionOffset> Send<T>(IEvents events, Topic<T> topic, T @event, Func<T, PublishOptions>? options) =>
        options is null ? events.PublishAsync(topic, @event) : events.PublishAsync(topic, @event, options(@event));
}
