using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>A bounded buffer between the poll thread, which fills it, and the partition's reader.</summary>
/// <param name="partition">The partition.</param>
/// <param name="maxBytes">Bytes (keys and values) at which the partition is paused.</param>
/// <param name="roomAgain">Told when the reader has made room since.</param>
internal sealed class LoopPartitionQueue(TopicPartition partition, long maxBytes, Action roomAgain) : PartitionQueue(partition)
{
    /// <summary>Records at which the partition is paused. Pausing throws prefetched records away, so that it should be rare.</summary>
    internal const int Capacity = 10_000;

    private const int LowMark = Capacity / 4;

    private readonly Lock _lock = new();
    private readonly Queue<Entry> _records = new();
    private Action? _available;
    private long _bytes;
    private bool _paused;
    private bool _released;

    public override Action? Available
    {
        set
        {
            lock (_lock) _available = value;
            value?.Invoke();
        }
    }

    internal override bool IsEmpty
    {
        get
        {
            lock (_lock) return _records.Count == 0;
        }
    }

    /// <summary>The reader has made room since the buffer was full.</summary>
    internal bool HasRoom
    {
        get
        {
            lock (_lock) return !_paused;
        }
    }

    public override int Read(int max, IRecordSink sink)
    {
        var wake = false;
        var count = 0;
        lock (_lock)
        {
            for (; count < max && _records.TryDequeue(out var entry); count++)
            {
                _bytes -= entry.Size;
                if (entry.Error != null)
                {
                    sink.OnError(entry.Error);
                    continue;
                }
                var (offset, isEnd) = (entry.Result!.Offset.Value, entry.Result.IsPartitionEOF);
                Next = isEnd ? offset : offset + 1;
                if (isEnd) sink.OnEnd(offset);
                else sink.OnRecord(ToRecord(entry.Result));
            }

            if (_paused && _records.Count <= LowMark && _bytes <= maxBytes / 4)
            {
                _paused = false;
                wake = true;
            }
        }

        if (wake) roomAgain();
        return count;
    }

    /// <summary>True when the buffer has become full.</summary>
    internal bool Add(ConsumeResult<byte[]?, byte[]?> result) => Add(new Entry(result, null));

    internal void Add(Error error) => Add(new Entry(null, error));

    internal void Clear()
    {
        lock (_lock)
        {
            _records.Clear();
            _bytes = 0;
            _paused = false;
        }
    }

    internal override void Release()
    {
        lock (_lock)
        {
            _released = true;
            _records.Clear();
            _bytes = 0;
            _available = null;
        }
    }

    private bool Add(Entry entry)
    {
        Action? available;
        bool full;
        lock (_lock)
        {
            if (_released) return false;
            available = _records.Count == 0 ? _available : null;
            _records.Enqueue(entry);
            _bytes += entry.Size;
            full = !_paused && (_records.Count >= Capacity || _bytes >= maxBytes);
            if (full) _paused = true;
        }

        available?.Invoke();
        return full;
    }

    private static RawRecord ToRecord(ConsumeResult<byte[]?, byte[]?> result)
    {
        var message = result.Message;
        return new RawRecord
        {
            Offset = result.Offset,
            Timestamp = message.Timestamp.Type == TimestampType.NotAvailable ? -1 : message.Timestamp.UnixTimestampMs,
            HasKey = message.Key != null,
            HasValue = message.Value != null,
            Key = message.Key,
            Value = message.Value,
            Headers = message.Headers is { Count: > 0 } headers ? headers : null,
        };
    }

    private readonly record struct Entry(ConsumeResult<byte[]?, byte[]?>? Result, Error? Error)
    {
        public int Size => Result?.Message is { } message ? (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0) : 0;
    }
}
