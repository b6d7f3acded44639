using Akka.Events.Streams.Internal;
using Akka.Events.Subscribing;
using Akka.Events.Topics;
using Akka.Streams.Dsl;

namespace Akka.Events.Streams;

/// <summary>Sources of events.</summary>
public static class EventSource
{
    /// <summary>
    /// The events of a topic from now on, or of one of its keys: a subscription for each time that the source is run. A stream that is
    /// slower than its topic doesn't hold it back; what happens then is the subscription's overflow.
    /// </summary>
    /// <param name="subscriptions">The process's subscriptions.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The message key; null for all.</param>
    /// <param name="configure">The subscription's bounds and what it does when they are reached.</param>
    /// <returns>A source; its task ends when it is sure that what is published from now on comes, and fails when the stream ends before.</returns>
    public static Source<ReceivedEvent<T>, Task> Subscribe<T>(
        IEventSubscriptions subscriptions, Topic<T> topic, string? key = null, Action<SubscriptionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        ArgumentNullException.ThrowIfNull(topic);
        return Source.FromGraph(new SubscriptionStage<T>(ct => key is null
            ? subscriptions.SubscribeAsync(topic, configure, ct)
            : subscriptions.SubscribeAsync(topic, key, configure, ct)));
    }
}
