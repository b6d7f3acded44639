using System.Data.Common;

namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>
/// A database in which handlers' transactions hold their own SQL and what they have finished. Shared by all shards of a process; safe from
/// any thread. Errors of the database come out as its own exceptions.
/// </summary>
internal interface ITransactionStore
{
    /// <summary>
    /// Takes a partition over. When it returns, all that former owners have finished is in it, and they finish nothing more. A handler that
    /// is new begins where the others stand.
    /// </summary>
    Task<PartitionClaim> Claim(string group, string topic, int partition, IReadOnlyList<string> handlers, CancellationToken ct);

    /// <summary>Notes where handlers begin that haven't begun. False when the partition has another owner.</summary>
    Task<bool> Start(PartitionClaim claim, long start, CancellationToken ct);

    /// <summary>Opens a transaction on a connection of its own; waits where as many are open as may be.</summary>
    Task<OpenTransaction> Begin(CancellationToken ct);

    /// <summary>
    /// Notes marks of events in a transaction, before their handler: they are there for others when it commits. One that another open
    /// transaction has noted is waited for, however long that takes; where it can't be told then, the failure is a conflict.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="marks">Each once, in the order in which they are to be noted.</param>
    /// <param name="keep">How long they stay, at least.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>Those that were there already.</returns>
    Task<IReadOnlyCollection<Guid>> Note(DbTransaction transaction, IReadOnlyList<Guid> marks, TimeSpan keep, CancellationToken ct);

    /// <summary>Removes marks that have stayed for long enough, at most so many, and passes over those that another is removing. How many it were.</summary>
    Task<int> Forget(int most, CancellationToken ct);

    /// <summary>
    /// Finishes records in a transaction, as its last step before the commit. False when the partition has another owner: then it has to be
    /// rolled back.
    /// </summary>
    Task<bool> Finish(DbTransaction transaction, PartitionClaim claim, IReadOnlyList<FinishedRow> rows, CancellationToken ct);

    /// <summary>
    /// Moves watermarks, never back, and removes what lies below them; adds records finished above without a transaction. False when the
    /// partition has another owner.
    /// </summary>
    /// <param name="claim">The partition.</param>
    /// <param name="watermarks">By the handlers' numbers.</param>
    /// <param name="above">Further records; those that are there already stay.</param>
    /// <param name="ct">Ends the waiting.</param>
    Task<bool> Settle(
        PartitionClaim claim, IReadOnlyDictionary<long, long> watermarks, IReadOnlyCollection<FinishedRow> above, CancellationToken ct);

    /// <summary>A transaction has met another one (a serialization failure, a deadlock) and was rolled back: it can begin anew at once.</summary>
    bool IsConflict(Exception failure);

    /// <summary>
    /// The database has answered with it, and the transaction is rolled back, and no earlier one has finished its records. With any other
    /// failure of a commit that is open.
    /// </summary>
    bool IsRefusal(Exception failure);
}
