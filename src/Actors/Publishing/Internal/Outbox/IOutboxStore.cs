using System.Data.Common;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>A database with an outbox. Safe from any thread. Errors of the database come out as its own exceptions.</summary>
internal interface IOutboxStore
{
    /// <summary>Makes or checks the tables.</summary>
    Task Initialize(CancellationToken ct);

    /// <summary>Why a transaction isn't one of this database; null when it may be.</summary>
    string? Problem(DbTransaction transaction);

    /// <summary>Writes records in somebody's transaction.</summary>
    Task Write(DbTransaction transaction, IReadOnlyList<OutgoingRecord> records, CancellationToken ct);

    /// <summary>Becomes the forwarder where there is none. Null when there is one.</summary>
    Task<ForwarderLease?> TryTake(string holder, TimeSpan lease, CancellationToken ct);

    /// <summary>Stays the forwarder. False when another has become it.</summary>
    Task<bool> Renew(string holder, TimeSpan lease, CancellationToken ct);

    /// <summary>Is the forwarder no longer.</summary>
    Task Release(string holder, CancellationToken ct);

    /// <summary>The topics of a batch that a former forwarder has left.</summary>
    Task<IReadOnlyList<string>> TopicsOf(OutboxBatch batch, CancellationToken ct);

    /// <summary>
    /// Removes what has been sent, and gives what is to be sent next, noted as such: both or neither. Without rows it is noted that the
    /// forwarder waits, and is to be told of the next row.
    /// </summary>
    /// <param name="holder">The forwarder.</param>
    /// <param name="before">The batch that was noted last; null for none.</param>
    /// <param name="sent">It was sent.</param>
    /// <param name="most">Rows of the next one, at most.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>The next batch, null for none; and whether this is still the forwarder: if not, nothing has changed.</returns>
    Task<(OutboxBatch? Next, bool StillMine)> Advance(string holder, OutboxBatch? before, bool sent, int most, CancellationToken ct);

    /// <summary>Numbers of rows that were refused, and are to be tried again after so long: a few, the oldest first.</summary>
    Task<IReadOnlyList<long>> Due(TimeSpan after, CancellationToken ct);

    /// <summary>Notes that a row can't be sent; null for why notes that it can.</summary>
    Task Refuse(long id, string? why, bool stopsTopic, CancellationToken ct);

    /// <summary>Removes rows that have been sent.</summary>
    Task Remove(IReadOnlyCollection<long> ids, CancellationToken ct);

    /// <summary>Calls whenever the forwarder that waits is told of a row. Ends when it can't hear any more.</summary>
    Task Listen(Action told, CancellationToken ct);

    /// <summary>What waits.</summary>
    Task<OutboxBacklog> Backlog(CancellationToken ct);

    /// <summary>Rows that are refused, at most 100, the oldest first.</summary>
    Task<IReadOnlyList<RefusedEvent>> Refused(CancellationToken ct);

    /// <summary>Which of these rows are refused.</summary>
    Task<IReadOnlyList<long>> RefusedOf(IReadOnlyCollection<long> ids, CancellationToken ct);

    /// <summary>Has a refused row tried again at once. False when there is no such row.</summary>
    Task<bool> Retry(long id, CancellationToken ct);

    /// <summary>Removes a refused row. False when there is no such row.</summary>
    Task<bool> Skip(long id, CancellationToken ct);

    /// <summary>Takes back the space of many removed rows, where that is allowed. May take long.</summary>
    Task Clean(CancellationToken ct);
}
