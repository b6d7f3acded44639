using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Transactions;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// Lets a group's handlers in transactions handle each event id of a source once: of a run's events it finds those that were handled before,
/// and notes the others in the run's own transaction. One for all shards of the group; safe from any thread.
/// </summary>
internal sealed class HandledIds(string group, ITransactionStore store, TimeProvider time, ILogger log)
{
    /// <summary>How often what has been kept for long enough is removed.</summary>
    public static readonly TimeSpan RemovalInterval = TimeSpan.FromMinutes(1);

    /// <summary>Rows that one statement removes: it takes milliseconds, and nobody waits for it.</summary>
    private const int Step = 5000;

    private int _removing;
    private long _removedAt; // timestamp of the last removal's beginning; 0 before the first

    /// <summary>
    /// Tells of each event of the run whether its handler is to leave it out. Waits for open transactions that handle the same ids: when they
    /// are rolled back, the event is this one's.
    /// </summary>
    public async Task Look(PartitionOwner owner, OpenTransaction open, ITransactionRun run)
    {
        var effects = run.Effects;
        foreach (var each in effects) each.IsRepeated = false;
        if (run.DedupeFor <= TimeSpan.Zero) return;
        var first = new Dictionary<Guid, Effects>(effects.Count);
        for (var i = 0; i < effects.Count; i++)
            if (run.Identity(i) is { Id: { Length: > 0 } id } identity)
                effects[i].IsRepeated = !first.TryAdd(EventMark.Of(group, effects[i].Handled.Handler, identity.Source, id), effects[i]);
        if (first.Count == 0) return;
        // In one order for all transactions: two that have several ids in common then wait for each other one way only.
        foreach (var known in await owner.Note(open, [.. first.Keys.Order()], run.DedupeFor).ConfigureAwait(false)) first[known].IsRepeated = true;
    }

    /// <summary>
    /// Removes what has been kept for long enough, step by step, unless that is being done, or was lately. It ends well; what fails is
    /// logged, and done the next time.
    /// </summary>
    public async Task Remove(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _removing, 1) == 1) return;
        try
        {
            if (_removedAt != 0 && time.GetElapsedTime(_removedAt) < RemovalInterval / 2) return;
            _removedAt = time.GetTimestamp();
            while (await store.Forget(Step, ct).ConfigureAwait(false) == Step)
            {
            }
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested) CommittingLog.HandledIdsKept(log, e, group, Reason.Message(e));
        }
        finally
        {
            Volatile.Write(ref _removing, 0);
        }
    }
}
