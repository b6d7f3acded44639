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
    private bool _released;

    public FakeQueue(FakeTopics topics, TopicPartition partition, long position)
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
        var read = 0;
        while (read < max)
        {
            FakeRecord? record;
            lock (_lock)
            {
                if (_released || (record = _topics.Next(TopicPartition, _position)) is null) break;
                _position = record.Offset + 1;
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
