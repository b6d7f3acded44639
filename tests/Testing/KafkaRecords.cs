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
}
