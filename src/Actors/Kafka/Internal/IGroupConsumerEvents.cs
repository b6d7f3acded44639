using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>What happens to a group member, called on its poll thread.</summary>
internal interface IGroupConsumerEvents
{
    /// <summary>The member belongs to the group's present generation, with or without partitions.</summary>
    void Joined();

    /// <summary>
    /// Partitions have been added to the member. Reading starts at the group's committed offset, or by auto.offset.reset.
    /// </summary>
    void Assigned(IReadOnlyList<IPartitionQueue> partitions);

    /// <summary>
    /// Partitions are to be given up: the poll thread waits for the task (bounded by the caller), doing commits meanwhile, and then hands
    /// them over.
    /// </summary>
    Task Revoked(IReadOnlyList<TopicPartition> partitions);

    /// <summary>Partitions already belong to somebody else: nothing may be committed for them.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);

    /// <summary>An error of the client as a whole. Fatal ones end the consumer; the others heal by themselves.</summary>
    void Failed(Error error);
}
