using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>Partitions as people read them. Confluent's own text has two pairs of brackets.</summary>
internal static class PartitionNames
{
    /// <summary>orders [3].</summary>
    public static string Name(this TopicPartition partition) => $"{partition.Topic} [{partition.Partition.Value}]";

    /// <summary>orders [0 1 3], payments [2].</summary>
    public static string Names(this IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.GroupBy(p => p.Topic).Select(t => $"{t.Key} [{string.Join(' ', t.Select(p => p.Partition.Value).Order())}]"));
}
