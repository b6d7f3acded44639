using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// Where reading without a group has come to, and how fresh it is: kept in the process, over all the clients that read one after another.
/// Safe from any thread.
/// </summary>
/// <param name="fromBeginning">Topics are read from their beginning; else from their ends, as they are when the first client finds them.</param>
/// <param name="time">The clock.</param>
internal sealed class LonePositions(bool fromBeginning, TimeProvider time)
{
    private readonly ConcurrentDictionary<TopicPartition, long> _next = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private long _fresh = time.GetTimestamp();

    /// <summary>Time since all that the logs had, as a broker said, had been read. While it grows, the reader sees nothing new.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _fresh));

    /// <summary>A topic, or a partition, that appears later is read from its beginning: all in it is new.</summary>
    public bool BeginsAtEnd(string topic) => !fromBeginning && !_known.ContainsKey(topic);

    /// <summary>The topic has been looked for: what there is of it from now on is new.</summary>
    public void Know(string topic) => _known[topic] = true;

    public bool Has(TopicPartition partition) => _next.ContainsKey(partition);

    public void Keep(IEnumerable<TopicPartitionOffset> offsets)
    {
        foreach (var offset in offsets) _next[offset.TopicPartition] = offset.Offset.Value;
    }

    public IReadOnlyList<TopicPartitionOffset> Of(IEnumerable<TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartitionOffset(p, _next.TryGetValue(p, out var next) ? next : Offset.Unset))];

    public void Fresh() => Volatile.Write(ref _fresh, time.GetTimestamp());
}
