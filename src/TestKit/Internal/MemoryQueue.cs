using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>A partition that a member reads.</summary>
internal sealed class MemoryQueue : IPartitionQueue
{
    private readonly MemoryTopics _topics;
    private readonly Lock _lock = new();
    private Action? _available;
    private long _position;
    private long _toldEnd = -1;
    private bool _released;

    public MemoryQueue(MemoryTopics topics, TopicPartition partition, long position)
    {
        _topics = topics;
        _position = position;
        TopicPartition = partition;
        topics.Appended += OnAppended;
    }

    public TopicPartition TopicPartition { get; }

    public Action? Available
    {
        set
        {
            lock (_lock) _available = value;
            value?.Invoke();
        }
    }

    public int Read(int max, IRecordSink sink)
    {
        for (var read = 0; ; read++)
        {
            MemoryRecord? record;
            lock (_lock)
            {
                if (_released || read == max) return read;
                record = _topics.At(TopicPartition, _position);
                if (record is null && _toldEnd == _position) return read;
                if (record is null) _toldEnd = _position;
                else _position = record.Offset + 1;
            }
            if (record is null)
            {
                sink.OnEnd(_toldEnd);
                return read + 1;
            }
            sink.OnRecord(new RawRecord
            {
                Offset = record.Offset,
                Timestamp = record.TimestampMs,
                HasKey = record.Key is not null,
                HasValue = record.Value is not null,
                Key = record.Key,
                Value = record.Value,
                Headers = record.Headers,
            });
        }
    }

    public void Seek(long offset)
    {
        lock (_lock)
        {
            _position = offset;
            _toldEnd = -1;
        }
        _available?.Invoke();
    }

    public void Release()
    {
        lock (_lock) _released = true;
        _topics.Appended -= OnAppended;
    }

    private void OnAppended(TopicPartition partition)
    {
        if (partition == TopicPartition) _available?.Invoke();
    }
}
