using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// How the effects of a group's handlers become durable: who commits them, and what is opened before a handler runs. One for all shards of
/// the group. A committer knows of effects, never of handlers.
/// </summary>
internal abstract class Durability
{
    /// <summary>
    /// The committer of a shard, its child: it says <see cref="ShardRecovered"/> once, then takes one <see cref="CommitBatch"/> at a time.
    /// </summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="partition">Its topic-partition, where it has just one.</param>
    public abstract Props Committer(int shard, CommittedPartition? partition);

    /// <summary>
    /// Runs a handler on a record. What its effects become durable with (a database transaction) is opened before, goes with the effects into
    /// their commit, and is given up here when the handler fails. Where nothing has to be open, the handler just begins.
    /// </summary>
    public virtual ValueTask Run(IHandlerRun run) => run.Begin();

    /// <summary>What is to be sent becomes durable with the batch that its effects are in; else dead letters have to be before.</summary>
    public virtual bool CommitsLetters => false;

    /// <summary>
    /// Makes a record's dead letter durable. The task ends when it is; its failure is tried again. Not where it is part of the batch.
    /// </summary>
    public abstract Task Save(Effects effects);
}

/// <summary>One handler's attempt at a record, or at several.</summary>
internal interface IHandlerRun
{
    /// <summary>Begins the handler. The task ends, well or with its failure, when the handler has.</summary>
    ValueTask Begin();

    /// <summary>The same for a handler that runs in a database transaction; null for any other.</summary>
    ITransactionRun? Transaction { get; }
}
