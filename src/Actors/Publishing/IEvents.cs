using Akka.Events.Topics;

namespace Akka.Events.Publishing;

/// <summary>Publishes events to Kafka. Safe from any thread; one instance serves the whole process.</summary>
/// <remarks>
/// Each task ends when all in-sync replicas have the event. Events of one key keep the order of the calls when each call is awaited before
/// the next, or when they are given to <see cref="PublishAllAsync"/> together. Cancelling stops the wait; an event that is on its way may
/// still arrive.
/// </remarks>
public interface IEvents
{
    /// <summary>Publishes an event under the topic's own key for it.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event with a key, headers or metadata of its own.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task PublishAsync<T>(Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes many events, in order and without waiting for each: the quickest way. No more are taken from the sequence than fit into
    /// the client's buffer. After an event that can't be sent no further one is taken; those before it may have arrived.
    /// </summary>
    /// <returns>How many events have been published.</returns>
    /// <exception cref="PublishException">The first event that couldn't be sent.</exception>
    Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default);

    /// <summary>Publishes that a key has no value any more (a tombstone): tables delete it.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken cancellationToken = default);
}
