using Confluent.Kafka;

namespace Akka.Events.Bench.Kafka;

/// <summary>What Kafka knows of a benchmark's group.</summary>
internal static class Groups
{
    public static void CheckCommitted(string bootstrap, KafkaArguments arguments, WorkloadResult result)
    {
        using var consumer = BenchTopic.NewConsumer(bootstrap, arguments.Group);
        var timeout = TimeSpan.FromSeconds(30);
        foreach (var committed in consumer.Committed(BenchTopic.Partitions(bootstrap, arguments.Topic), timeout))
        {
            var end = consumer.QueryWatermarkOffsets(committed.TopicPartition, timeout).High.Value;
            result.Check(
                committed.Offset.Value == end || end == 0,
                $"{committed.TopicPartition} is committed up to {committed.Offset}, and ends at {end}");
        }
    }

    public static bool HasCommitted(string bootstrap, KafkaArguments arguments)
    {
        using var consumer = BenchTopic.NewConsumer(bootstrap, arguments.Group);
        return consumer.Committed(BenchTopic.Partitions(bootstrap, arguments.Topic), TimeSpan.FromSeconds(30)).Any(c => c.Offset.Value > 0);
    }
}
