using Confluent.Kafka;

namespace Akka.Events.Testing.Tests;

internal static class Records
{
    public static async Task<long> ProduceAsync(ClientConfig client, string topic, int partition, string value)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig(client) { MessageTimeoutMs = 120_000 })
            .SetLogHandler((_, _) => { }).Build();
        var report = await producer.ProduceAsync(new TopicPartition(topic, partition), new Message<Null, string> { Value = value });
        return report.Offset;
    }

    public static string ConsumeFirst(ClientConfig client, string topic, int partition)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig(client) { GroupId = "test" })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        return (consumer.Consume(TimeSpan.FromMinutes(2)) ?? throw new TimeoutException($"no record in {topic} [{partition}]")).Message.Value;
    }
}
