using Akka.Events.Topics;

namespace Akka.Events.Subscribing;

/// <summary>
/// Subscribes to topics while the process runs: events from now on, for a browser that is connected, a request that waits for its answer, a
/// test that looks on. Nothing is remembered: what has to be handled is a group's. Safe from any thread; may be used without groups, and
/// before the host has started.
/// </summary>
/// <remarks>All subscriptions of a process to one topic share one reader, which begins with the first and ends some time after the last.</remarks>
public interface IEventSubscriptions
{
    /// <summary>Begins to gather a topic's events.</summary>
    /// <param name="topic">The topic. It is made where it doesn't exist, as by a group.</param>
    /// <param name="configure">Its bounds and what it does when they are reached. Default: as configured under <c>akka.events.reading.subscription</c>.</param>
    /// <param name="cancellationToken">Gives up: else it waits for as long as no broker answers.</param>
    /// <returns>The subscription, when it is sure that what is published from now on is in it. To be disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The process stops.</exception>
    Task<EventSubscription<T>> SubscribeAsync<T>(
        Topic<T> topic, Action<SubscriptionOptions>? configure = null, CancellationToken cancellationToken = default);

    /// <summary>Begins to gather the events of one key.</summary>
    /// <inheritdoc cref="SubscribeAsync{T}(Topic{T}, Action{SubscriptionOptions}, CancellationToken)"/>
    /// <param name="topic">The topic. It is made where it doesn't exist, as by a group.</param>
    /// <param name="key">The message key. Others cost nothing but the look at it.</param>
    /// <param name="configure">Its bounds and what it does when they are reached. Default: as configured under <c>akka.events.reading.subscription</c>.</param>
    /// <param name="cancellationToken">Gives up: else it waits for as long as no broker answers.</param>
    Task<EventSubscription<T>> SubscribeAsync<T>(
        Topic<T> topic, string key, Action<SubscriptionOptions>? configure = null, CancellationToken cancellationToken = default);
}
