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
    private readonly ConcurrentDictionary<TopicPartition, long> _ends = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private long _fresh = time.GetTimestamp();

    /// <summary>Time since all that the logs had, as a broker said, had been read. While it grows, the reader sees nothing new.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _fresh));

    /// <summary>A topic, or a partition, that appears later is read from its beginning: all in it is new.</summary>
    public bool BeginsAtEnd(string topic) => !fromBeginning && !_known.ContainsKey(topic);

    /// <summary>The topic has been looked for: what there is of it from now on is new.</summary>
    public void Know(string topic) => _known[topic] = true;

    public bool Has(TopicPartition partition) => _next.ContainsKey(partition);

    /// <summary>Where a partition's log ended when its reading began.</summary>
    public long EndOf(TopicPartition partition) => _ends.TryGetValue(partition, out var end) ? end : long.MaxValue;

    /// <summary>A partition is found that has no position yet.</summary>
    public void Begin(TopicPartition partition, WatermarkOffsets log)
    {
        _ends[partition] = log.High.Value;
        _next[partition] = (BeginsAtEnd(partition.Topic) ? log.High : log.Low).Value;
    }

    /// <summary>The topic is another one of the same name, and is read from its beginning.</summary>
    public void Forget(string topic)
    {
        foreach (var partition in _next.Keys.Where(p => p.Topic == topic))
        {
            _next.TryRemove(partition, out _);
            _ends.TryRemove(partition, out _);
        }
    }

    public void Keep(IEnumerable<TopicPartitionOffset> offsets)
    {
        foreach (var offset in offsets) _next[offset.TopicPartition] = offset.Offset.Value;
    }

    public IReadOnlyList<TopicPartitionOffset> Of(IEnumerable<TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartitionOffset(p, _next.TryGetValue(p, out var next) ? next : Offset.Unset))];

    public void Fresh() => Volatile.Write(ref _fresh, time.GetTimestamp());
}
