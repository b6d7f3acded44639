using System.Data.Common;
using Akka.Events.Topics;

namespace Akka.Events.Publishing;

/// <summary>
/// Publishes events inside of database transactions: they are in Kafka if, and only if, the transaction commits, soon after. Needs
/// <c>UseOutbox</c>. Safe from any thread.
/// </summary>
/// <remarks>
/// An event is written into a table of the database by the transaction, whether Kafka can be reached or not, and forwarded by one process at a
/// time: to readers with read_committed once, with the order of each key kept. What can't be encoded, or is larger than
/// <c>publish.max-record-bytes</c>, is refused at once by a <see cref="PublishException"/>, and the transaction stays as it was.
/// </remarks>
public interface IOutbox
{
    /// <summary>Publishes an event under the topic's own key for it, when the transaction commits.</summary>
    /// <param name="transaction">An open transaction on the database of <c>UsePostgreSql</c>. It is the caller's to commit.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="event">The event.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="PublishException">It can't be published. Nothing was written.</exception>
    /// <exception cref="DbException">The database refuses the writing.</exception>
    Task PublishAsync<T>(DbTransaction transaction, Topic<T> topic, T @event, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event with a key, headers, metadata or a partition of its own, when the transaction commits.</summary>
    /// <inheritdoc cref="PublishAsync{T}(DbTransaction, Topic{T}, T, CancellationToken)"/>
    /// <param name="transaction">An open transaction on the database of <c>UsePostgreSql</c>. It is the caller's to commit.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="event">The event.</param>
    /// <param name="options">What it is to be published with.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    Task PublishAsync<T>(
        DbTransaction transaction, Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default);

    /// <summary>Publishes many events, in order, when the transaction commits: one statement for each thousand. Without any it costs nothing.</summary>
    /// <inheritdoc cref="PublishAsync{T}(DbTransaction, Topic{T}, T, CancellationToken)"/>
    /// <param name="transaction">An open transaction on the database of <c>UsePostgreSql</c>. It is the caller's to commit.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="events">The events.</param>
    /// <param name="options">What each is to be published with; null for nothing of its own.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    Task PublishAllAsync<T>(
        DbTransaction transaction, Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions>? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Publishes that a key has no value any more (a tombstone), when the transaction commits.</summary>
    /// <inheritdoc cref="PublishAsync{T}(DbTransaction, Topic{T}, T, CancellationToken)"/>
    /// <param name="transaction">An open transaction on the database of <c>UsePostgreSql</c>. It is the caller's to commit.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    Task PublishTombstoneAsync<T>(DbTransaction transaction, Topic<T> topic, string key, CancellationToken cancellationToken = default);

    /// <summary>What waits, of all processes. It counts the rows: not for every second.</summary>
    Task<OutboxBacklog> GetBacklogAsync(CancellationToken cancellationToken = default);

    /// <summary>Has a refused event tried again at once, instead of after <c>outbox.retry-interval</c>.</summary>
    /// <returns>False when there is no such event.</returns>
    Task<bool> RetryAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Gives a refused event up: it is removed, and its key's next events go on.</summary>
    /// <returns>False when there is no such event, or it isn't refused.</returns>
    Task<bool> SkipAsync(long id, CancellationToken cancellationToken = default);
}
