using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Subscribing.Internal;

/// <summary>A partition on its way to a topic's audience. Read by one thread at a time.</summary>
/// <param name="queue">What has been fetched of it.</param>
/// <param name="audience">Gets it.</param>
/// <param name="end">Where its log ended when its reading began.</param>
internal sealed class PartitionReading(IPartitionQueue queue, ITopicAudience audience, long end) : IRecordSink
{
    // A round: other partitions come between.
    private const int Most = 256;

    public TopicPartition TopicPartition => queue.TopicPartition;

    /// <summary>Behind the last record; -1 before.</summary>
    public long Next { get; private set; } = -1;

    /// <summary>All has come that was there when its reading began.</summary>
    public bool IsCurrent { get; private set; }

    /// <summary>False when there is nothing more.</summary>
    public bool Read() => queue.Read(Most, this) > 0;

    public void OnRecord(in RawRecord record)
    {
        Next = record.Offset + 1;
        audience.OnRecord(TopicPartition.Partition.Value, record);
        if (Next >= end) IsCurrent = true;
    }

    public void OnEnd(long offset)
    {
        Next = offset;
        IsCurrent = true;
    }

    public void OnError(Error error)
    {
        // What it means shows where the topic is looked at; the client goes on by itself.
    }
}
