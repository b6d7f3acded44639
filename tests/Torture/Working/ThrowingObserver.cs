using Akka.Events.Consuming;
using Confluent.Kafka;

namespace Akka.Events.Torture.Working;

/// <summary>An observer that throws now and then.</summary>
internal sealed class ThrowingObserver(Mischief mischief) : IGroupObserver
{
    public void Assigned(string group, IReadOnlyList<TopicPartition> partitions) => MayThrow(2);

    public void Activated(string group, TopicPartition partition, long? resume) => MayThrow(5);

    public void Revoked(string group, IReadOnlyList<TopicPartition> partitions) => MayThrow(2);

    public void Lost(string group, IReadOnlyList<TopicPartition> partitions) => MayThrow(2);

    public void Committed(string group, IReadOnlyList<TopicPartitionOffset> offsets) => MayThrow(10);

    private void MayThrow(uint oneIn) => mischief.MayThrow(NoteKind.ObserverThrew, oneIn);
}
