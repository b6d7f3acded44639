using Akka.Events.Publishing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Operating;

/// <summary>
/// Dead letters, to be looked at and to be dealt with. What is replayed or discarded is noted in the dead-letter topic itself and isn't shown
/// again; letters below the first one that is left are deleted where the user may. Any process may ask that reaches Kafka, whether it has the group or not.
/// Each call reads the topic once or twice. Safe from any thread.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Lists letters that are left.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="count">At most so many, from 1 on.</param>
    /// <param name="next">Where the page before ended (<see cref="DeadLetterPage.Next"/>); null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KafkaException">The topic can't be read.</exception>
    Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int count = 100, string? next = null, CancellationToken cancellationToken = default);

    /// <summary>How many are left, by handler and exception: the most frequent first.</summary>
    /// <exception cref="KafkaException">The topic can't be read.</exception>
    Task<IReadOnlyList<DeadLetterCount>> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes letters' events once more, into the topic and partition they came from, with their keys, values, headers and timestamps as they
    /// were. Each is noted as replayed when it is there. A process that ends in between, or two that replay the same, may publish some twice.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="replay">For whom.</param>
    /// <param name="cancellationToken">Ends it; what is replayed by then is.</param>
    /// <returns>How many.</returns>
    /// <exception cref="KafkaException">The topic can't be read.</exception>
    /// <exception cref="PublishException">One can't be published. Those before it are replayed.</exception>
    Task<long> ReplayAsync(
        DeadLetterFilter filter, DeadLetterReplay replay = DeadLetterReplay.Handler, CancellationToken cancellationToken = default);

    /// <summary>Gives letters up for good.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KafkaException">The topic can't be read.</exception>
    /// <exception cref="PublishException">It can't be noted.</exception>
    Task<long> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default);
}
