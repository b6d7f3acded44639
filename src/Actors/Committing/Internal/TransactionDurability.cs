using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Publishing.Internal.Outbox;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// A handler's SQL and what it has finished in one database transaction, opened before the handler runs: exactly once on the database. For
/// the group's other handlers just the offsets are kept.
/// </summary>
internal sealed class TransactionDurability(string group, ITransactionStore store, LetterPost letters, OutboxWriter? outbox, HandledIds ids) : Durability
{
    /// <summary>How often a transaction that meets others begins anew at once; then it is a failure like any other.</summary>
    private const int MaxConflicts = 20;

    public override Props Committer(int shard, CommittedPartition? partition)
    {
        var only = partition ?? throw new NotSupportedException("transactions are of one topic-partition");
        return Props.Create(() => new TransactionCommitter(group, only, store, ids));
    }

    public override ValueTask Run(IHandlerRun run) => run.Transaction is { } transaction ? new ValueTask(Transact(transaction)) : run.Begin();

    /// <summary>The letter goes into the outbox, in the transaction that its record is finished in: once.</summary>
    public override async Task Save(Effects effects)
    {
        // The forwarder wouldn't know what the topic should be like.
        await letters.Prepare(effects.Letter!).ConfigureAwait(false);
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await Finish(effects).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (conflicts < MaxConflicts && store.IsConflict(e))
            {
            }
        }
    }

    private async Task Finish(Effects effects)
    {
        var owner = effects.Owner!;
        await using var open = await owner.Begin(effects.Start).ConfigureAwait(false);
        await outbox!.Write(open.Transaction, effects.Letter!, CancellationToken.None).ConfigureAwait(false);
        await owner.Commit(open, [Row(owner, effects)]).ConfigureAwait(false);
        effects.IsStored = true;
    }

    private async Task Transact(ITransactionRun run)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await Attempt(run).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (conflicts < MaxConflicts && store.IsConflict(e))
            {
                run.Again();
            }
        }
    }

    private async Task Attempt(ITransactionRun run)
    {
        var effects = run.Effects;
        var owner = effects[0].Owner!;
        await using var open = await owner.Begin(effects[0].Start).ConfigureAwait(false);
        await ids.Look(owner, open, run).ConfigureAwait(false);
        if (effects.Any(e => !e.IsRepeated)) await run.Begin(open.Transaction).ConfigureAwait(false);
        if (!open.IsOpen)
            throw new InvalidOperationException("the handler has ended its transaction: leave the commit to the event system, and throw to roll back");
        await owner.Commit(open, [.. effects.Select(e => Row(owner, e))]).ConfigureAwait(false);
        foreach (var each in effects) each.IsStored = true;
    }

    public static FinishedRow Row(PartitionOwner owner, Effects effects) =>
        new(owner.Claim.Handlers[effects.Handled.Handler].Consumer, effects.Offset, effects.First);
}
