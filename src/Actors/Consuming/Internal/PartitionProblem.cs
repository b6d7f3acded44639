using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>Names what keeps one partition from being read.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="What">What of it.</param>
internal sealed record PartitionProblem(TopicPartition Partition, string What);
