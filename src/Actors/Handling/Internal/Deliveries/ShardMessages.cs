using Akka.Actor;
using Akka.Event;

namespace Akka.Events.Handling.Internal.Deliveries;

// Between partition consumers, queries and the shard. All are local to the process.

/// <summary>To a shard: this process has been assigned a partition that belongs to it.</summary>
internal sealed record OpenPartition(SubscribedTopic Route, PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>
/// To the consumer: the shard has recovered. Reading begins at <paramref name="Resume"/>; null where nothing has been recorded yet.
/// </summary>
internal sealed record PartitionOpened(PartitionAssignment Source, IActorRef Shard, long? Resume) : INoSerializationVerificationNeeded;

/// <summary>To the consumer: the shard has ended before it could be opened; ask its next incarnation.</summary>
internal sealed record OpenRefused(PartitionAssignment Source) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>To a shard: the partition is given up; nothing more will come. The shard ends with what is not finished.</summary>
internal sealed record ClosePartition(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>To the consumers: the shard has ended, or begins anew; whatever was under way in it is to be read again.</summary>
internal sealed record ShardClosed(IActorRef Shard) : INoSerializationVerificationNeeded;

/// <summary>
/// To a shard, and from it to a plain handler's actor: records of one partition in the order of the log. The source's consumer, where
/// there is one, waits to hear that each has begun or waits for its turn.
/// </summary>
internal sealed record DeliverBatch(DeliveryBatch Batch, PartitionAssignment? Source) : INoSerializationVerificationNeeded;

/// <summary>To the consumer: a batch of records has been taken up; another may follow.</summary>
internal sealed record BatchTaken(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>To the shard, from a plain handler's actor: these have ended, well or discarded.</summary>
internal sealed record BatchHandled(DeliveryBatch Batch) : INoSerializationVerificationNeeded;

/// <summary>To the consumer: these records are finished by every handler, and durably so.</summary>
internal sealed record BatchFinished(DeliveryBatch Batch) : INoSerializationVerificationNeeded;

/// <summary>A query to an entity, on its way through the shard region.</summary>
internal sealed record EntityQuery(string Entity, byte[] Key, int Shard, object Query) : INoSerializationVerificationNeeded;

/// <summary>What an entity answered; null is an answer too.</summary>
internal sealed record QueryAnswer(object? Answer) : INoSerializationVerificationNeeded;

/// <summary>The shard's own stop message (passivation, hand-off).</summary>
internal sealed class StopShard : IDeadLetterSuppression
{
    public static readonly StopShard Instance = new();
}
