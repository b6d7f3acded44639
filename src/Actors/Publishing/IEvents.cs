using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing;

/// <summary>
/// Publishes events to Kafka. Safe from any thread; one instance serves the whole process, whether it has consumer groups or none, from
/// before the host's start until the host stops.
/// </summary>
/// <remarks>
/// Each task ends when all in-sync replicas have the event, with where it lies. Whatever goes wrong is a <see cref="PublishException"/> in
/// the task; what can't be encoded, or is too large, has then not been sent. Events of one topic keep the order of the calls as long as
/// fewer are on their way than are allowed (max-in-flight), or when each call is awaited before the next, or when they are given to
/// <see cref="PublishAllAsync{T}(Topic{T}, IEnumerable{T}, CancellationToken)"/> together. Cancelling stops the wait; an event that is on
/// its way may still arrive.
/// </remarks>
public interface IEvents
{
    /// <summary>Publishes an event under the topic's own key for it. Waits for room where as many are on their way as may be.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event under a key.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, string key, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event with a key, headers, metadata or a partition of its own.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes many events, in order and without waiting for each: the quickest way. No more are taken from the sequence than fit into
    /// the client's buffer. After an event that can't be sent no further one is taken; those before it may have arrived.
    /// </summary>
    /// <returns>How many events have been published.</returns>
    /// <exception cref="PublishException">The first event that couldn't be sent.</exception>
    Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PublishAllAsync{T}(Topic{T}, IEnumerable{T}, CancellationToken)"/>
    /// <param name="topic">The topic.</param>
    /// <param name="events">The events.</param>
    /// <param name="options">What each is to be published with.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<long> PublishAllAsync<T>(
        Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions> options, CancellationToken cancellationToken = default);

    /// <summary>Publishes that a key has no value any more (a tombstone): tables delete it.</summary>
    /// <exception cref="PublishException">It can't be sent; the message tells why.</exception>
    Task<TopicPartitionOffset> PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands an event over and returns at once, in any case: where as many are on their way as may be, it is refused. The task is the
    /// event's completion, to be awaited, to be attached to, or to be left alone: failures are also logged.
    /// </summary>
    /// <exception cref="PublishException">In the task: it can't be sent.</exception>
    Task<TopicPartitionOffset> Publish<T>(Topic<T> topic, T @event, PublishOptions? options = null);

    /// <summary>
    /// Ends when every event whose publishing had begun before the call has been acknowledged, or has failed; failures are told by the
    /// events' own tasks.
    /// </summary>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
