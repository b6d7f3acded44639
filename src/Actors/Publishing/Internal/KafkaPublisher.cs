using System.Buffers;
using System.Diagnostics;
using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>Publishes through one idempotent producer, which is replaced when it can't go on.</summary>
internal sealed class KafkaPublisher : IEvents, IRecordSender, IAsyncDisposable
{
    /// <summary>Before a record is handed over again that the client's full buffer has refused.</summary>
    private static readonly TimeSpan FullBackoff = TimeSpan.FromMilliseconds(5);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _encoding;

    private readonly PublisherSettings _settings;
    private readonly ProducerConfig _config;
    private readonly KafkaTopics? _topics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;
    private readonly CloudEventStamp _stamp;
    private readonly TopicLimits? _limits;
    private readonly Lock _replacing = new();
    private ProducerClient _client;
    private volatile bool _closed;

    /// <param name="settings">What to publish with.</param>
    /// <param name="topics">Makes topics that don't exist; null where it isn't allowed.</param>
    /// <param name="log">Takes the client's log lines too.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The settings contradict the design.</exception>
    internal KafkaPublisher(PublisherSettings settings, KafkaTopics? topics, ILogger log, TimeProvider time)
    {
        _settings = settings;
        _config = settings.Producer.ToProducerConfig();
        _topics = topics;
        _log = log;
        _time = time;
        _slots = new SemaphoreSlim(settings.MaxInFlight);
        _stamp = new CloudEventStamp(settings.Source, time);
        _client = new ProducerClient(_config, log);
        // The brokers' limit is about compressed batches: how large a record comes out can't be told before.
        if (_config.CompressionType is null or CompressionType.None)
            _limits = new TopicLimits(topic => Volatile.Read(ref _client).MaxRecordBytes(topic), log);
    }

    public Task PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default) =>
        Publish(topic, Record(topic, @event, null), cancellationToken);

    public Task PublishAsync<T>(Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default) =>
        Publish(topic, Record(topic, @event, options), cancellationToken);

    public Task PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken cancellationToken = default) =>
        Publish(topic, new OutgoingRecord(topic.Name, KeyText.ToBytes(key), null), cancellationToken);

    public async Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default)
    {
        await Ensure(topic, cancellationToken);
        var pipeline = new SendPipeline(topic.Name, _slots, Cause);
        try
        {
            foreach (var @event in events)
            {
                if (pipeline.HasFailed || !await HandOver(Record(topic, @event, null), pipeline, cancellationToken)) break;
            }
        }
        finally
        {
            pipeline.Complete();
        }

        return await pipeline.Task.WaitAsync(cancellationToken);
    }

    public async Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, CancellationToken cancellationToken = default)
    {
        var sending = new Sending(this, record);
        await HandOver(record, sending.Delivered, cancellationToken);
        return await sending.Task.WaitAsync(cancellationToken);
    }

    public PublishException? Problem(OutgoingRecord record)
    {
        if (TopicName.Problem(record.Topic) is { } problem)
            return new PublishException(record.Topic, ErrorCode.TopicException, $"{problem}.");
        var size = record.Size;
        if (size > _settings.Producer.MaxRecordBytes)
            return PublishErrors.TooLarge(record.Topic, size, _settings.Producer.MaxRecordBytes, "message.max.bytes");
        var limit = _limits?.Of(record.Topic) ?? int.MaxValue;
        return size > limit ? PublishErrors.TooLarge(record.Topic, size, limit, "the topic's max.message.bytes") : null;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_replacing)
        {
            if (_closed) return;
            _closed = true;
        }

        await _client.Close(_settings.Producer.FlushTimeout, _settings.Producer.DeliveryTimeout);
    }

    private async Task Publish<T>(Topic<T> topic, OutgoingRecord record, CancellationToken cancellationToken)
    {
        if (_topics != null) await Ensure(topic, cancellationToken);
        await SendAsync(record, cancellationToken);
    }

    private Task Ensure<T>(Topic<T> topic, CancellationToken cancellationToken) =>
        _topics is null ? Task.CompletedTask : _topics.Ensure(topic).WaitAsync(cancellationToken);

    /// <summary>False when the record can't be sent, which the pipeline's task then tells.</summary>
    private async ValueTask<bool> HandOver(OutgoingRecord record, SendPipeline pipeline, CancellationToken cancellationToken)
    {
        pipeline.Sending();
        try
        {
            await HandOver(record, pipeline.Delivered, cancellationToken);
            return true;
        }
        catch (PublishException e)
        {
            pipeline.NotSent(e);
            return false;
        }
        catch
        {
            pipeline.NotSent(null);
            throw;
        }
    }

    /// <summary>
    /// Gives the record to the client as soon as there is room; <paramref name="delivered"/> is then called once, and frees the room.
    /// </summary>
    private async ValueTask HandOver(
        OutgoingRecord record, Action<DeliveryReport<byte[]?, byte[]?>> delivered, CancellationToken cancellationToken)
    {
        if (Problem(record) is { } problem) throw problem;
        if (!_slots.Wait(0, CancellationToken.None)) await _slots.WaitAsync(cancellationToken);
        try
        {
            while (!TryHandOver(record, delivered)) await Task.Delay(FullBackoff, _time, cancellationToken);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>False when the client's buffer is full or the client has just been replaced.</summary>
    private bool TryHandOver(OutgoingRecord record, Action<DeliveryReport<byte[]?, byte[]?>> delivered)
    {
        var client = Volatile.Read(ref _client);
        try
        {
            if (client.TryProduce(record, delivered)) return true;
            return _closed ? throw PublishErrors.Closed(record.Topic) : false;
        }
        catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.IsFatal || client.IsBroken())
        {
            Replace(client);
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> e)
        {
            throw PublishErrors.Of(record.Topic, e.Error, e);
        }
    }

    /// <summary>Why a record wasn't acknowledged: a client that can't go on lets go of what it has, and says only that.</summary>
    private Error Cause(Error error) =>
        error.Code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight && !_closed && Volatile.Read(ref _client)
            .FatalCode() is var fatal and not ErrorCode.NoError
            ? new Error(fatal)
            : error;

    /// <summary>An idempotent producer that has lost its place in a sequence can't go on; a new one begins a new sequence.</summary>
    private void Replace(ProducerClient broken)
    {
        lock (_replacing)
        {
            if (_closed || _client != broken) return;
            _client = new ProducerClient(_config, _log);
        }

        broken.Close(_settings.Producer.FlushTimeout, _settings.Producer.DeliveryTimeout)
            .ContinueWith(t => _log.LogError(t.Exception, "Closing a broken producer failed."), TaskContinuationOptions.OnlyOnFaulted);
    }

    private OutgoingRecord Record<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        var key = options?.Key ?? topic.KeyOf(@event);
        return new OutgoingRecord(
            topic.Name,
            key is null ? null : KeyText.ToBytes(key),
            Encode(topic.Codec, @event),
            HeadersOf<T>(topic.Codec.ContentType, options),
            null,
            options?.Timestamp?.ToUnixTimeMilliseconds());
    }

    private static byte[] Encode<T>(ICodec<T> codec, T @event)
    {
        // Taken out while in use: a codec may publish, or encode, another event.
        var buffer = _encoding ?? new ArrayBufferWriter<byte>(1024);
        _encoding = null;
        buffer.ResetWrittenCount();
        codec.Encode(@event, buffer);
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= 1 << 20) _encoding = buffer;
        return bytes;
    }

    private Headers? HeadersOf<T>(string contentType, PublishOptions? options)
    {
        var activity = Activity.Current;
        if (!_settings.CloudEvents && options?.Headers is null && options?.Metadata is null && activity is null) return null;
        if (_settings.CloudEvents && options is null && activity is null) return _stamp.Of<T>(contentType);
        var headers = new Headers();
        foreach (var header in options?.Headers ?? []) headers.Add(header);
        if (_settings.CloudEvents || options?.Metadata is not null) _stamp.Complete<T>(headers, options?.Metadata, contentType);
        if (activity is not null)
            DistributedContextPropagator.Current.Inject(activity, headers, static (carrier, name, value) =>
            {
                var target = (Headers)carrier!;
                if (!target.TryGetLastBytes(name, out _)) target.Add(name, Encoding.UTF8.GetBytes(value));
            });
        return headers;
    }

    /// <summary>One record's way: its task and its place among those in flight.</summary>
    private sealed class Sending(KafkaPublisher publisher, OutgoingRecord record)
    {
        private readonly TaskCompletionSource<TopicPartitionOffset> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TopicPartitionOffset> Task => _done.Task;

        public void Delivered(DeliveryReport<byte[]?, byte[]?> report)
        {
            publisher._slots.Release();
            if (report.Error.IsError)
            {
                _done.TrySetException(PublishErrors.Of(record.Topic, publisher.Cause(report.Error)));
                return;
            }
            EventsTelemetry.RecordSent(record.Topic);
            _done.TrySetResult(report.TopicPartitionOffset);
        }
    }
}
