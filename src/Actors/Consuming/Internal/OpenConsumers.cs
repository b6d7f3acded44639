using System.Collections.Concurrent;
using Akka.Actor;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>Who reads a group's partitions in this process. Safe from any thread.</summary>
internal sealed class OpenConsumers
{
    private readonly ConcurrentDictionary<TopicPartition, IActorRef> _consumers = new();

    /// <summary>Those of a topic, in the order of its partitions.</summary>
    public IReadOnlyList<KeyValuePair<TopicPartition, IActorRef>> Of(string topic) =>
        [.. _consumers.Where(c => c.Key.Topic == topic).OrderBy(c => c.Key.Partition.Value)];

    public void Began(TopicPartition partition, IActorRef consumer) => _consumers[partition] = consumer;

    public void Ended(TopicPartition partition, IActorRef consumer) => _consumers.TryRemove(KeyValuePair.Create(partition, consumer));
}
