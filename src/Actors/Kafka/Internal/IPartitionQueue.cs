using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>What the client has fetched of one assigned partition. Not reading it holds the partition back while others flow.</summary>
internal interface IPartitionQueue
{
    TopicPartition TopicPartition { get; }

    /// <summary>
    /// Called on one of the client's threads when the queue has something after <see cref="Read"/> found it empty, and once when it is set
    /// while records wait. Must neither block nor read the queue on that thread, which may hold its lock. Spurious calls are allowed,
    /// missed ones are not.
    /// </summary>
    Action? Available { set; }

    /// <summary>
    /// Hands over up to <paramref name="max"/> records that have arrived, in order, and returns how many (errors and ends of the log count too). Never waits
    /// for the broker. 0 once the partition is no longer ours. When the sink throws, what was taken with that record and not handed over
    /// yet is lost to this assignment.
    /// </summary>
    int Read(int max, IRecordSink sink);
}
