using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

internal sealed class FakeQueue : IPartitionQueue
{
    /// <summary>The first record's timestamp (Unix milliseconds); each further one is a millisecond later.</summary>
    public const long FirstTimestamp = 1_700_000_000_000;

    private readonly FakeTopics _topics;
    private readonly Lock _lock = new();
    private Action? _available;
    private long _position;
    private long _toldEnd = -1;
    private bool _released;

    public FakeQueue(FakeTopics topics, TopicPartition partition, long position)
    {
        _topics = topics;
        _position = position;
        TopicPartition = partition;
        topics.Appended += OnAppended;
    }

    /// <summary>The next read throws, and what it would have read is gone.</summary>
    public bool FailNextRead { get; set; }

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
        var read = 0;
        if (FailNextRead && _topics.Next(TopicPartition, _position) is { } lost)
        {
            FailNextRead = false;
            lock (_lock) _position = lost.Offset + 1;
            throw new InvalidOperationException("told to fail");
        }
        while (read < max)
        {
            FakeRecord? record;
            lock (_lock)
            {
                if (_released) break;
                // As the client does where the log hasn't what it is to read.
                if (_position < _topics.Beginning(TopicPartition) || _position > _topics.End(TopicPartition)) _position = _topics.Beginning(TopicPartition);
                record = _topics.Next(TopicPartition, _position);
                _position = record is null ? _topics.End(TopicPartition) : record.Offset + 1;
                if (record is null && _toldEnd == _position) break;
                _toldEnd = record is null ? _position : -1;
            }
            if (record is null)
            {
                sink.OnEnd(_position);
                return read + 1;
            }
            sink.OnRecord(new RawRecord
            {
                Offset = record.Offset,
                Timestamp = FirstTimestamp + record.Offset,
                HasKey = record.Key is not null,
                HasValue = record.Value is not null,
                Key = record.Key,
                Value = record.Value,
                Headers = record.Headers,
            });
            read++;
        }
        return read;
    }

    public void Seek(long offset)
    {
        lock (_lock) _position = offset;
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
