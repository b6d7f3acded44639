using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>An assigned partition's queue as its consumer sees it.</summary>
internal abstract class PartitionQueue(TopicPartition partition) : IPartitionQueue
{
    public TopicPartition TopicPartition { get; } = partition;

    public abstract Action? Available { set; }

    /// <summary>Behind the last record that was handed over, or the log's end where that was told; -1 before. Safe from any thread.</summary>
    internal long Next { get => Volatile.Read(ref field); private protected set => Volatile.Write(ref field, value); } = -1;

    /// <summary>Nothing waits to be read. Safe from any thread.</summary>
    internal abstract bool IsEmpty { get; }

    public abstract int Read(int max, IRecordSink sink);

    /// <summary>Gives back what the client holds for the partition. Waits for a read that is under way; later ones return 0.</summary>
    internal abstract void Release();
}
