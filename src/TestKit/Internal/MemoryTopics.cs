using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>Topics in memory, with the offsets that groups have committed. One that is asked for exists. Safe from any thread.</summary>
internal sealed class MemoryTopics(TimeProvider time)
{
    private const int Partitions = 4;

    private readonly ConcurrentDictionary<string, List<MemoryRecord>[]> _topics = new();
    private readonly ConcurrentDictionary<(string Group, TopicPartition Partition), long> _committed = new();
    private int _withoutKey;

    /// <summary>A partition has something new.</summary>
    public event Action<TopicPartition>? Appended;

    public TopicInfo Of(string topic) => new(Logs(topic).Length, topic);

    public IEnumerable<TopicPartition> PartitionsOf(string topic) =>
        Enumerable.Range(0, Logs(topic).Length).Select(partition => new TopicPartition(topic, partition));

    /// <exception cref="PublishException">There is no such partition.</exception>
    public TopicPartitionOffset Append(OutgoingRecord record)
    {
        var logs = Logs(record.Topic);
        // Records without a key go round, as a producer's do.
        var number = record.Partition
            ?? (record.Key is { } key ? Murmur2Partitioner.Partition(key, logs.Length)
                : (int)((uint)Interlocked.Increment(ref _withoutKey) % (uint)logs.Length));
        if (number < 0 || number >= logs.Length) throw PublishErrors.Of(record.Topic, new Error(ErrorCode.Local_UnknownPartition));
        var partition = new TopicPartition(record.Topic, number);
        long offset;
        var log = logs[number];
        lock (log)
        {
            offset = log.Count;
            log.Add(new MemoryRecord(
                offset, record.Key, record.Value, record.Headers, record.TimestampMs ?? time.GetUtcNow().ToUnixTimeMilliseconds()));
        }
        Appended?.Invoke(partition);
        return new TopicPartitionOffset(partition, offset);
    }

    public long End(TopicPartition partition)
    {
        var log = Log(partition);
        lock (log) return log.Count;
    }

    public MemoryRecord? At(TopicPartition partition, long offset)
    {
        var log = Log(partition);
        lock (log) return offset < log.Count ? log[(int)offset] : null;
    }

    /// <summary>All of a topic, in the order of time, and of partitions where that is the same.</summary>
    public IReadOnlyList<MemoryRecord> All(string topic)
    {
        var all = new List<MemoryRecord>();
        foreach (var log in Logs(topic))
            lock (log)
                all.AddRange(log);
        return [.. all.OrderBy(record => record.TimestampMs)];
    }

    public long? Committed(string group, TopicPartition partition) => _committed.TryGetValue((group, partition), out var offset) ? offset : null;

    public void Commit(string group, TopicPartitionOffset position) => _committed[(group, position.TopicPartition)] = position.Offset.Value;

    private List<MemoryRecord>[] Logs(string topic) =>
        _topics.GetOrAdd(topic, _ => [.. Enumerable.Range(0, Partitions).Select(_ => new List<MemoryRecord>())]);

    private List<MemoryRecord> Log(TopicPartition partition) => Logs(partition.Topic)[partition.Partition.Value];
}
