using Akka.Events.LocalServers;
using Confluent.Kafka;

namespace Akka.Events.Testing;

/// <summary>Records for a test to start from.</summary>
public static class KafkaRecords
{
    /// <summary>Appends records to a partition, in this order, and returns when the cluster has them.</summary>
    public static async Task ProduceAsync(this IKafka kafka, string topic, int partition, IEnumerable<Message<byte[]?, byte[]?>> records)
    {
        var config = new ProducerConfig { BootstrapServers = kafka.Bootstrap, EnableIdempotence = true, LingerMs = 1 };
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        await Task.WhenAll(records.Select(record => producer.ProduceAsync(new TopicPartition(topic, partition), record)));
    }

    /// <summary>Reads a topic from its beginning until so many records have come, in the order of partitions and offsets.</summary>
    /// <exception cref="TimeoutException">They haven't come.</exception>
    public static IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> ReadAll(this IKafka kafka, string topic, int partitions, int count)
    {
        var config = new ConsumerConfig { BootstrapServers = kafka.Bootstrap, GroupId = "reader", EnableAutoCommit = false, FetchWaitMaxMs = 10 };
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (records.Count < count)
            records.Add(
                consumer.Consume(TimeSpan.FromMinutes(2)) ?? throw new TimeoutException($"{records.Count} of {count} records in {topic}"));
        return [.. records.OrderBy(r => r.Partition.Value).ThenBy(r => r.Offset.Value)];
    }
}
