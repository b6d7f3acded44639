using Confluent.Kafka;

namespace Akka.Events.Consuming;

/// <summary>
/// Is told what becomes of the partitions that a group has in this process, and of what it commits. Those registered as services are told
/// of every group.
/// </summary>
/// <remarks>
/// Told in the order of what happens to one partition, on threads that the group's work waits for: a call must not block. What it throws is
/// logged and changes nothing.
/// </remarks>
public interface IGroupObserver
{
    /// <summary>The group protocol has given partitions to this process. They are activated one by one.</summary>
    void Assigned(string group, IReadOnlyList<TopicPartition> partitions)
    {
    }

    /// <summary>A partition's shard has recovered, and its events begin to be handled.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="resume">The first offset that isn't finished; null where nothing is known, and Kafka's committed offset or the start
    /// position decides.</param>
    void Activated(string group, TopicPartition partition, long? resume)
    {
    }

    /// <summary>Partitions are asked back: nothing new of them begins, and what runs ends, until they are <see cref="Revoked"/>.</summary>
    void Revoking(string group, IReadOnlyList<TopicPartition> partitions)
    {
    }

    /// <summary>
    /// Partitions that were asked back are given up: what ran has ended or run out of time, and what was finished is committed, or could
    /// not be.
    /// </summary>
    void Revoked(string group, IReadOnlyList<TopicPartition> partitions)
    {
    }

    /// <summary>
    /// Partitions were taken away without a word: somebody else may have them already, and nothing of them is committed any more.
    /// </summary>
    void Lost(string group, IReadOnlyList<TopicPartition> partitions)
    {
    }

    /// <summary>Offsets are committed to Kafka: every record below them is finished. For entities the journal has said so before.</summary>
    void Committed(string group, IReadOnlyList<TopicPartitionOffset> offsets)
    {
    }
}
