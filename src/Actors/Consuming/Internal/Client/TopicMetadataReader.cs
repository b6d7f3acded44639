using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Client;

/// <summary>Asks a client for the partition counts of topics, without creating any.</summary>
internal static class TopicMetadataReader
{
    /// <exception cref="KafkaException">No broker answered in time, or a topic may not be described.</exception>
    internal static IReadOnlyDictionary<string, int> Partitions(
        Handle client, IReadOnlyCollection<string> topics, TimeSpan timeout, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        using var admin = new DependentAdminClientBuilder(client).Build();
        var counts = new Dictionary<string, int>();
        foreach (var topic in topics)
        {
            var left = timeout - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
                throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"The brokers didn't describe the topics within {timeout}."));
            if (admin.GetMetadata(topic, left).Topics.SingleOrDefault(t => t.Topic == topic) is not { } found) continue;
            if (found.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic) continue;
            if (found.Error.IsError && found.Error.Code != ErrorCode.LeaderNotAvailable) throw new KafkaException(found.Error);
            if (found.Partitions.Count > 0) counts[topic] = found.Partitions.Count;
        }

        return counts;
    }
}
