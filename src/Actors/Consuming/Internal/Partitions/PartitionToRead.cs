using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>What a partition's consumer is given to read.</summary>
/// <param name="Route">Its topic.</param>
/// <param name="Queue">Where its records come.</param>
/// <param name="Progress">Where its consumer says how far it has come; where a former one has come, it says too.</param>
/// <param name="TopicId">The topic's id; null where it isn't known.</param>
/// <param name="Committed">What the group had committed when the partition was assigned, with that of others.</param>
/// <param name="Again">Another consumer has read it before in this assignment.</param>
internal sealed record PartitionToRead(
    SubscribedTopic Route, IPartitionQueue Queue, PartitionProgress Progress, string? TopicId, Task<IReadOnlyList<TopicPartitionOffset>> Committed, bool Again);
