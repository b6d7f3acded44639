using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>An assigned partition's queue as its consumer sees it.</summary>
internal abstract class PartitionQueue(TopicPartition partition) : IPartitionQueue
{
    public TopicPartition TopicPartition { get; } = partition;

    public abstract Action? Available { set; }

    public abstract int Read(int max, IRecordSink sink);

    /// <summary>Gives back what the client holds for the partition. Waits for a read that is under way; later ones return 0.</summary>
    internal abstract void Release();
}
