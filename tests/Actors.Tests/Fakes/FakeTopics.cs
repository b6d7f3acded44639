using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

/// <summary>
/// Topics in memory, with the offsets that groups have committed. A stand-in for a broker in tests that drive the assignment themselves.
/// </summary>
internal sealed class FakeTopics
{
    private readonly ConcurrentDictionary<TopicPartition, List<FakeRecord>> _logs = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _committed = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _beginnings = new();
    private readonly ConcurrentDictionary<string, TopicInfo> _topics = new();

    /// <summary>Raised when a partition has something new.</summary>
    public event Action<TopicPartition>? Appended;

    public IReadOnlyDictionary<string, TopicInfo> All => _topics;

    public ConcurrentDictionary<TopicPartition, long> Committed => _committed;

    public FakeTopics Create(string topic, int partitions)
    {
        _topics[topic] = new TopicInfo(partitions, $"{topic}-1");
        for (var p = 0; p < partitions; p++) _logs[new TopicPartition(topic, p)] = [];
        return this;
    }

    /// <summary>Appends to the partition that the key belongs to; a record without a key goes to partition 0.</summary>
    public TopicPartitionOffset Append(string topic, string? key, string? value)
    {
        var bytes = key is null ? null : Encoding.UTF8.GetBytes(key);
        var partition = bytes is null ? 0 : Murmur2Partitioner.Partition(bytes, _topics[topic].Partitions);
        return Append(new TopicPartition(topic, partition), bytes, value is null ? null : Encoding.UTF8.GetBytes(value));
    }

    public TopicPartitionOffset Append(TopicPartition partition, byte[]? key, byte[]? value, Headers? headers = null)
    {
        var log = _logs[partition];
        long offset;
        lock (log)
        {
            offset = log.Count == 0 ? 0 : log[^1].Offset + 1;
            log.Add(new FakeRecord(offset, key, value, Headers: headers));
        }
        Appended?.Invoke(partition);
        return new TopicPartitionOffset(partition, offset);
    }

    /// <summary>Makes a gap: the partition's next record gets an offset that much higher.</summary>
    public void Skip(TopicPartition partition, int offsets)
    {
        var log = _logs[partition];
        lock (log) log.Add(new FakeRecord((log.Count == 0 ? 0 : log[^1].Offset + 1) + offsets - 1, null, null, IsGap: true));
    }

    /// <summary>Takes a record out of the log, as compaction does.</summary>
    public void Remove(TopicPartition partition, long offset)
    {
        var log = _logs[partition];
        lock (log)
        {
            var at = log.FindIndex(r => r.Offset == offset);
            log[at] = new FakeRecord(offset, null, null, IsGap: true);
        }
    }

    /// <summary>Retention removes what lies below an offset.</summary>
    public void Trim(TopicPartition partition, long beginning)
    {
        _beginnings[partition] = beginning;
        Appended?.Invoke(partition);
    }

    /// <summary>The topic is deleted, with what groups have committed of it, and made again with other records.</summary>
    public void Recreate(string topic, int records)
    {
        var made = int.Parse(_topics[topic].Id[(topic.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        _topics[topic] = _topics[topic] with { Id = $"{topic}-{made + 1}" };
        foreach (var (partition, log) in _logs.Where(l => l.Key.Topic == topic))
        {
            _committed.TryRemove(partition, out _);
            _beginnings.TryRemove(partition, out _);
            lock (log)
            {
                log.Clear();
                for (var i = 0; i < records; i++)
                    log.Add(new FakeRecord(i, Encoding.UTF8.GetBytes("key" + i), Encoding.UTF8.GetBytes($"{made + 1}.{i}")));
            }
            Appended?.Invoke(partition);
        }
    }

    public long Beginning(TopicPartition partition) => _beginnings.GetValueOrDefault(partition, 0);

    public long End(TopicPartition partition)
    {
        var log = _logs[partition];
        lock (log) return log.Count == 0 ? 0 : log[^1].Offset + 1;
    }

    public FakeRecord? Next(TopicPartition partition, long from)
    {
        from = Math.Max(from, Beginning(partition));
        var log = _logs[partition];
        lock (log)
        {
            foreach (var record in log)
                if (record.Offset >= from && !record.IsGap)
                    return record;
        }
        return null;
    }
}

internal sealed record FakeRecord(long Offset, byte[]? Key, byte[]? Value, bool IsGap = false, Headers? Headers = null);
