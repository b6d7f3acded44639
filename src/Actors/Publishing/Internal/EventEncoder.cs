using System.Buffers;
using System.Diagnostics;
using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal;

/// <summary>Makes records of events. Whatever an event, its key selector or its codec do wrong is told with topic, type and key.</summary>
internal sealed class EventEncoder(PublisherSettings settings, TimeProvider time)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly CloudEventStamp _stamp = new(settings.Source, time);
    private readonly KeyValuePair<string, byte[]>[] _defaults =
        [.. settings.Headers.Select(h => KeyValuePair.Create(h.Key, Encoding.UTF8.GetBytes(h.Value)))];

    // So long an event that is published waits for its codec.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(5);

    /// <summary>The record of an event; where its codec isn't ready, once it is.</summary>
    /// <exception cref="PublishException">There is none, or not within 30 seconds.</exception>
    public ValueTask<OutgoingRecord> RecordOnceReady<T>(Topic<T> topic, T @event, PublishOptions? options, CancellationToken cancellationToken)
    {
        options = Intercepted(topic, @event, options);
        try
        {
            return new ValueTask<OutgoingRecord>(Encoded(topic, @event, options));
        }
        catch (CodecNotReadyException e)
        {
            return new ValueTask<OutgoingRecord>(RecordOnceReady(topic, @event, options, e, cancellationToken));
        }
    }

    private async Task<OutgoingRecord> RecordOnceReady<T>(
        Topic<T> topic, T @event, PublishOptions? options, CodecNotReadyException notReady, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            await Task.WhenAny(notReady.Ready, Task.Delay(Left(began), time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Encoded(topic, @event, options);
            }
            catch (CodecNotReadyException e) when (Left(began) > TimeSpan.Zero)
            {
                notReady = e;
            }
            catch (CodecNotReadyException e)
            {
                throw NeverReady(topic, e);
            }
        }
    }

    /// <summary>The same for who can't wait otherwise than by blocking: at most 5 seconds.</summary>
    /// <exception cref="PublishException">There is none, or not within 5 seconds.</exception>
    public OutgoingRecord RecordNow<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        options = Intercepted(topic, @event, options);
        try
        {
            return Encoded(topic, @event, options);
        }
        catch (CodecNotReadyException e)
        {
            Task.WaitAny([e.Ready], Impatience);
        }
        try
        {
            return Encoded(topic, @event, options);
        }
        catch (CodecNotReadyException e)
        {
            throw NeverReady(topic, e);
        }
    }

    /// <exception cref="PublishException">There is no record for the event.</exception>
    /// <exception cref="CodecNotReadyException">There is none yet.</exception>
    public OutgoingRecord Record<T>(Topic<T> topic, T @event, PublishOptions? options) =>
        Encoded(topic, @event, Intercepted(topic, @event, options));

    private OutgoingRecord Encoded<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        var key = KeyOf(topic, @event, options);
        var keyBytes = KeyBytes(topic, key);
        if (@event is null && topic.Compacted is not true)
            throw Wrong(topic, key, ErrorCode.Local_ValueSerialization, "null is no event, and the topic isn't compacted, where it would delete its key.");
        if (@event is null && key is null)
            throw Wrong(topic, key, ErrorCode.Local_KeySerialization, "null deletes its key in a compacted topic, and there is no key.");
        var value = @event is null ? null : Value(topic, key, @event);
        var contentType = topic.Codec.ContentType;
        // What its readers tell it by.
        if (@event is not null && topic.Codec is ITypedCodec<T> typed)
        {
            (var type, contentType) = typed.Of(@event);
            options = (options ?? new PublishOptions()) with { Type = type };
        }
        var headers = HeadersOf<T>(contentType, options);
        return new OutgoingRecord(
            topic.Name, keyBytes, value, headers, options?.Partition, options?.Timestamp?.ToUnixTimeMilliseconds());
    }

    /// <exception cref="PublishException">The key can't be one.</exception>
    public OutgoingRecord Tombstone<T>(Topic<T> topic, string key) => new(topic.Name, KeyBytes(topic, key), null, Defaults(null));

    private static PublishException NeverReady<T>(Topic<T> topic, CodecNotReadyException e) =>
        Wrong(topic, null, ErrorCode.Local_ValueSerialization, $"it can't be encoded: {e.Message}", e);

    private TimeSpan Left(long began)
    {
        var left = Patience - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Once for an event, however often its codec is asked.
    private PublishOptions? Intercepted<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        if (settings.Interceptors.Count == 0) return options;
        var now = options ?? new PublishOptions();
        foreach (var interceptor in settings.Interceptors)
        {
            try
            {
                now = interceptor.Publishing(topic, @event, now) ?? now;
            }
            catch (Exception)
            {
                EventsTelemetry.ObserverThrew();
            }
        }
        return now;
    }

    private static string? KeyOf<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        if (options?.Key is { } key) return key;
        // There is nothing to take a key from.
        if (@event is null) return null;
        try
        {
            return topic.KeyOf(@event);
        }
        catch (Exception e)
        {
            throw Wrong(topic, null, ErrorCode.Local_KeySerialization, $"the topic's key selector has failed: {e.Message}", e);
        }
    }

    private static byte[]? KeyBytes<T>(Topic<T> topic, string? key)
    {
        try
        {
            return key is null ? null : KeyText.ToBytes(key);
        }
        catch (ArgumentException e)
        {
            throw Wrong(topic, key, ErrorCode.Local_KeySerialization, e.Message, e);
        }
    }

    private static byte[] Value<T>(Topic<T> topic, string? key, T @event)
    {
        // Taken out while in use: a codec may publish, or encode, another event.
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(1024);
        _buffer = null;
        buffer.ResetWrittenCount();
        try
        {
            topic.Codec.Encode(@event, buffer);
        }
        catch (Exception e) when (e is not CodecNotReadyException)
        {
            throw Wrong(topic, key, ErrorCode.Local_ValueSerialization, $"it can't be encoded: {e.Message}", e);
        }
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= 1 << 20) _buffer = buffer;
        return bytes;
    }

    private static PublishException Wrong<T>(Topic<T> topic, string? key, ErrorCode code, string reason, Exception? cause = null)
    {
        var which = key is null ? $"{typeof(T).Name} without a key" : $"{typeof(T).Name} of key '{key}'";
        return new PublishException(topic.Name, code, $"{which}: {reason}", cause) { EventType = typeof(T), Key = key };
    }

    private Headers? HeadersOf<T>(string contentType, PublishOptions? options)
    {
        var activity = Activity.Current;
        var attributes = options?.Attributes();
        var stamped = settings.CloudEvents || attributes is not null;
        if (!stamped && options?.Headers is null && activity is null) return Defaults(null);
        if (settings.CloudEvents && options is null && activity is null) return Defaults(_stamp.Of<T>(contentType));
        var headers = new Headers();
        foreach (var header in options?.Headers ?? []) headers.Add(header);
        if (stamped) _stamp.Complete<T>(headers, attributes, contentType);
        if (activity is not null)
            DistributedContextPropagator.Current.Inject(activity, headers, static (carrier, name, value) =>
                AddMissing((Headers)carrier!, name, Encoding.UTF8.GetBytes(value)));
        return Defaults(headers);
    }

    /// <summary>Adds the configured headers that the event has none of.</summary>
    private Headers? Defaults(Headers? headers)
    {
        if (_defaults.Length == 0) return headers;
        headers ??= [];
        foreach (var (name, value) in _defaults) AddMissing(headers, name, value);
        return headers;
    }

    private static void AddMissing(Headers headers, string name, byte[] value)
    {
        if (!headers.TryGetLastBytes(name, out _)) headers.Add(name, value);
    }
}
