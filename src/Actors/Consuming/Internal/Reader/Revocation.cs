using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>Partitions that were asked back at once.</summary>
/// <param name="Done">Ends when they may be handed over.</param>
/// <param name="Left">Those not drained yet.</param>
internal sealed record Revocation(TaskCompletionSource Done, HashSet<TopicPartition> Left)
{
    public List<TopicPartition> Drained { get; } = [];
}
