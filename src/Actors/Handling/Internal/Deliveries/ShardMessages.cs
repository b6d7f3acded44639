using Akka.Actor;
using Akka.Event;

namespace Akka.Events.Handling.Internal.Deliveries;

// Between partition consumers, queries, the group's shards and each shard. All are local to the process.

/// <summary>
/// To the group's shards, and on to the one: this process has been assigned a partition that belongs to it. Answered, whenever that is,
/// with <see cref="PartitionOpened"/> or <see cref="ShardClosed"/>, unless it is closed before.
/// </summary>
internal sealed record OpenPartition(SubscribedTopic Route, PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>
/// To the consumer: the shard has recovered. Reading begins at <paramref name="Resume"/>; null where nothing has been recorded yet.
/// </summary>
internal sealed record PartitionOpened(PartitionAssignment Source, IActorRef Shard, long? Resume) : INoSerializationVerificationNeeded
{
    /// <summary>A handler begins at the log's beginning, whatever the others have finished.</summary>
    public bool FromBeginning { get; init; }

    /// <summary>Below it only handlers that began at the log's beginning get events; null where there are none such.</summary>
    public long? CatchUp { get; init; }
}

/// <summary>
/// To the group's shards, and on to the one: the assignment is given up; nothing more will come. What of it isn't finished is left to
/// whoever reads it next.
/// </summary>
internal sealed record ClosePartition(PartitionAssignment Source) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To the group's shards: the assignment is closed, and the shard goes on with the others. Else it ends.</summary>
internal sealed record PartitionClosed(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>To the consumer: the assignment's shard has ended; whatever was under way in it is to be read again.</summary>
internal sealed record ShardClosed(PartitionAssignment Source) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>
/// To a shard: the assignment is about to be given up. It begins nothing new of it, and answers with <see cref="ShardDrained"/> when what
/// runs has ended and is committed. What waits, backs off or is blocked is left to the next owner.
/// </summary>
internal sealed record DrainShard(PartitionAssignment Source) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To the consumer: nothing of the assignment runs any more, and what has ended is committed.</summary>
internal sealed record ShardDrained(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>To a shard: the assignment has something under way, and nothing of it has finished for a while.</summary>
internal sealed record AreYouThere(PartitionAssignment Source) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To the consumer: the shard is there; whether it has something of the assignment that runs, waits or is blocked.</summary>
internal sealed record ShardIsThere(PartitionAssignment Source, bool AtWork) : INoSerializationVerificationNeeded;

/// <summary>To a shard, and from it to a plain handler's actor: records of one partition in the order of the log.</summary>
/// <param name="Batch">The records.</param>
/// <param name="Source">The partition's assignment.</param>
/// <param name="TellWhenTaken">The consumer waits to hear that each record has begun or waits for its turn.</param>
internal sealed record DeliverBatch(DeliveryBatch Batch, PartitionAssignment Source, bool TellWhenTaken = true)
    : INoSerializationVerificationNeeded;

/// <summary>To the consumer: a batch of records has been taken up; another may follow.</summary>
internal sealed record BatchTaken(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>To the shard, from a plain handler's actor: these have ended, well or discarded.</summary>
internal sealed record BatchHandled(DeliveryBatch Batch) : INoSerializationVerificationNeeded;

/// <summary>To the consumer: these records are finished by every handler, and durably so.</summary>
internal sealed record BatchFinished(PartitionAssignment Source, DeliveryBatch Batch) : INoSerializationVerificationNeeded;

/// <summary>To whoever routes the group's queries: a shard with entities has opened in this process.</summary>
/// <param name="Shard">The shard's number.</param>
/// <param name="SequenceNr">Of the owner's marker in its journal: of two that claim the shard, the higher one has it.</param>
internal sealed record ShardOpened(int Shard, long SequenceNr) : INoSerializationVerificationNeeded;

/// <summary>To whoever routes the group's queries: the shard has ended, or gives up what it has.</summary>
internal sealed record ShardGone(int Shard) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>A query to an entity. Answered with <see cref="QueryAnswer"/>, or a <see cref="Status.Failure"/> whose state it is.</summary>
/// <param name="Entity">The entity's name in the group.</param>
/// <param name="Key">The message key.</param>
/// <param name="Shard">The shard that the key belongs to.</param>
/// <param name="Query">What is asked.</param>
/// <param name="Id">The asker's number for it.</param>
/// <param name="Attempt">How often the asker had sent it, this time included.</param>
internal sealed record EntityQuery(string Entity, byte[] Key, int Shard, object Query, long Id = 0, int Attempt = 1)
    : INoSerializationVerificationNeeded;

/// <param name="To">The query.</param>
/// <param name="Answer">What the entity answered; null is an answer too.</param>
internal sealed record QueryAnswer(EntityQuery To, object? Answer) : INoSerializationVerificationNeeded;
