using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>Reads topics through, outside of any group.</summary>
internal interface ITopicScanner
{
    /// <summary>
    /// Hands over what is in a topic now, partition by partition, each in its order. A topic that doesn't exist has nothing.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="from">The first partition, and the first offset there.</param>
    /// <param name="on">Takes a record; false ends the reading.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>By partition, the offset behind the last one that was read; partitions that were not read to their end are missing.</returns>
    /// <exception cref="KafkaException">It can't be read.</exception>
    Task<IReadOnlyDictionary<int, long>> Scan(
        string topic, (int Partition, long Offset) from, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct);

    /// <summary>Deletes the records below some offsets, where the user may. By partition.</summary>
    Task DeleteBelow(string topic, IReadOnlyDictionary<int, long> offsets);
}
