using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Subscribing.Internal;

internal sealed class EventView<T> : EventView, IEventView<T>, ITopicAudience
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Topic<T> _topic;
    private readonly ReadingContext _context;
    private readonly LogPace _undecodable = new();
    private long _bytes;

    public EventView(Topic<T> topic, ReadingContext context)
    {
        (_topic, _context) = (topic, context);
        Reading = new TopicReading(topic.Name, fromBeginning: true, this, () => context.Ensure(topic), context);
    }

    public override TopicReading Reading { get; }

    public string Topic => _topic.Name;

    public override bool IsCurrent => _current.Task.IsCompletedSuccessfully;

    public TimeSpan Age => Reading.Age;

    public string? Problem => Reading.Problem;

    public long Bytes => Interlocked.Read(ref _bytes);

    public override int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Select(e => e.Key);

    public IEnumerable<T> Values => _entries.Select(e => e.Value.Value);

    public T this[string key] => _entries[key].Value;

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var has = _entries.TryGetValue(key, out var entry);
        value = entry.Value;
        return has;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _entries.Select(e => KeyValuePair.Create(e.Key, e.Value.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public Task WhenCurrentAsync(CancellationToken cancellationToken = default) => _current.Task.WaitAsync(cancellationToken);

    public void OnRecord(int partition, in RawRecord record)
    {
        if (!record.HasKey) return;
        var key = KeyText.ToText(record.Key);
        if (record.HasValue && Decoded(partition, record) is (true, { } value))
        {
            var size = record.Key.Length + record.Value.Length;
            Interlocked.Add(ref _bytes, size - (_entries.TryGetValue(key, out var former) ? former.Size : 0));
            _entries[key] = new Entry(value, size);
        }
        else if (_entries.TryRemove(key, out var gone))
        {
            Interlocked.Add(ref _bytes, -gone.Size);
        }
    }

    public void OnAnew()
    {
        _entries.Clear();
        Interlocked.Exchange(ref _bytes, 0);
    }

    public void OnCurrent() => _current.TrySetResult();

    public override async Task Close()
    {
        await Reading.Close().ConfigureAwait(false);
        _current.TrySetException(new ObjectDisposedException($"view of topic '{Topic}'"));
        _ = _current.Task.Exception;
    }

    private (bool Is, T? Value) Decoded(int partition, in RawRecord record)
    {
        CodecNotReadyException notReady;
        do
        {
            try
            {
                return DecodedNow(partition, record);
            }
            catch (CodecNotReadyException e)
            {
                notReady = e;
            }
        }
        while (Reading.WaitFor(notReady));
        return default;
    }

    private (bool Is, T? Value) DecodedNow(int partition, in RawRecord record)
    {
        try
        {
            return (true, _topic.Decode(record.Value, record.Headers));
        }
        catch (SkippedEventException)
        {
            return default;
        }
        catch (Exception e) when (e is not CodecNotReadyException)
        {
            if (_undecodable.Take(_context.Now, out var passedOver))
                SubscribingLog.EventPassedOver(_context.Log, Topic, partition, record.Offset, Reason.Message(e), LogPace.Others(passedOver));
            return default;
        }
    }

    private readonly record struct Entry(T Value, int Size);
}
