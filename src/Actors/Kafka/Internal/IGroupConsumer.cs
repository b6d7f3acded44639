using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>
/// One member of a consumer group: a Confluent consumer on a poll thread of its own, which alone touches it. All methods are safe from any
/// thread; what they ask for is done on the poll thread, also while it waits in <see cref="IGroupConsumerEvents.Revoked"/>.
/// </summary>
internal interface IGroupConsumer
{
    /// <summary>Starts the poll thread and subscribes.</summary>
    void Start(IReadOnlyCollection<string> topics, IGroupConsumerEvents events);

    /// <summary>
    /// Commits offsets (each the next one to be read) to the group. Errors that pass are tried again inside while the partitions are still
    /// owned, and never set back a later commit. Faults with a <see cref="KafkaException"/>: refused for good, no longer owned
    /// (Local_AssignmentLost), closed (Local_Destroy).
    /// </summary>
    Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets);

    /// <summary>
    /// Moves an assigned partition's next read to an offset. What was prefetched is thrown away. Tried again inside while the client isn't
    /// ready for it.
    /// </summary>
    Task Seek(TopicPartitionOffset position);

    /// <summary>Offsets committed by the group; <see cref="Offset.Unset"/> where there is none.</summary>
    Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout);

    /// <summary>
    /// What the brokers say of topics, by name; a topic that doesn't exist is left out. Faults when one may not be described.
    /// </summary>
    Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> topics, TimeSpan timeout);

    /// <summary>The log's low and high watermark, from the broker.</summary>
    Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout);

    /// <summary>The log's low and high watermark as the client last saw them, without asking the broker; -1001 where unknown.</summary>
    WatermarkOffsets Watermarks(TopicPartition partition);

    /// <summary>
    /// Leaves the group (revoking what is assigned, through the events) and ends the poll thread. Always completes, also when no broker
    /// answers.
    /// </summary>
    Task Close();
}
