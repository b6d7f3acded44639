using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Publishing.Internal.UnderWay;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>Sends records through one idempotent producer, which is replaced when it can't go on.</summary>
internal sealed class RecordSender : IRecordSender, IRecordFate, IAsyncDisposable
{
    /// <summary>Before a record is handed over again that the client's full buffer has refused.</summary>
    private static readonly TimeSpan FullBackoff = TimeSpan.FromMilliseconds(5);

    private readonly PublisherSettings _settings;
    private readonly ProducerConfig _config;
    private readonly TopicsOnFirstUse? _topics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;
    private readonly Epochs _epochs = new();
    private readonly TopicLimits? _limits;
    private readonly ConcurrentDictionary<string, SendLane> _lanes = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _replacing = new();
    private ProducerClient _client;
    private volatile bool _closed;

    internal RecordSender(PublisherSettings settings, KafkaTopics? topics, ILogger log, TimeProvider time)
    {
        _settings = settings;
        _config = settings.Producer.ToProducerConfig();
        _topics = topics is null ? null : new TopicsOnFirstUse(topics, settings.Producer.DeliveryTimeout, time, _ending.Token);
        _log = log;
        _time = time;
        _slots = new SemaphoreSlim(settings.MaxInFlight);
        _client = new ProducerClient(_config, settings.Producer.Brokers, log);
        // The brokers' limit is about compressed batches: how large a record comes out can't be told before.
        if (_config.CompressionType is null or CompressionType.None)
            _limits = new TopicLimits(topic => Volatile.Read(ref _client).MaxRecordBytes(topic), time, log);
    }

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, CancellationToken cancellationToken = default) =>
        Send(record, null, cancellationToken);

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, ITopic topic, CancellationToken cancellationToken) =>
        Send(record, topic, cancellationToken);

    /// <param name="record">The record.</param>
    /// <param name="topic">What its topic should be like where it has to be made; null for one that is there or not.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal Task<TopicPartitionOffset> Send(OutgoingRecord record, ITopic? topic, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<TopicPartitionOffset>(cancellationToken);
        var sending = new Sending(record, topic, this, _epochs.Enter());
        if (!_slots.Wait(0, CancellationToken.None)) return SendWhenThereIsRoom(sending, cancellationToken);
        Begin(sending);
        return cancellationToken.CanBeCanceled ? sending.Task.WaitAsync(cancellationToken) : sending.Task;
    }

    /// <summary>Sends a record without waiting for anything: where there is no room it is refused.</summary>
    /// <exception cref="PublishException">As many records are on their way as may be.</exception>
    internal Task<TopicPartitionOffset> SendAtOnce(OutgoingRecord record, ITopic topic)
    {
        if (!_slots.Wait(0, CancellationToken.None)) throw PublishErrors.Full(topic.Name, _settings.MaxInFlight);
        var sending = new Sending(record, topic, this, _epochs.Enter());
        Begin(sending);
        return sending.Task;
    }

    /// <summary>Many records that share one task.</summary>
    internal SendPipeline Pipeline(string topic) => new(topic, this, _epochs.Enter());

    public async Task Ensure(ITopic topic)
    {
        if (_topics is not null && await _topics.Ensure(topic).ConfigureAwait(false) is { } why) throw PublishErrors.Of(topic.Name, why, Trouble?.Text);
    }

    /// <summary>
    /// Gives a record to the client as soon as there is room; <paramref name="delivered"/> is then called once, and frees the room.
    /// </summary>
    /// <exception cref="PublishException">It can't be sent.</exception>
    internal async ValueTask HandOver(
        OutgoingRecord record, Action<DeliveryReport<byte[]?, byte[]?>> delivered, CancellationToken cancellationToken)
    {
        if (_limits?.Passes(record.Topic, record.Size) is false && await Oversize(record).ConfigureAwait(false) is { } tooLarge)
            throw tooLarge;
        if (Problem(record) is { } problem) throw problem;
        if (!_slots.Wait(0, CancellationToken.None)) await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!TryHandOver(record, delivered)) await Task.Delay(FullBackoff, _time, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>Ends when all that was to be sent before has ended; it doesn't wait for others to travel with.</summary>
    internal Task Flush()
    {
        var all = _epochs.Close();
        if (!all.IsCompleted) _ = Hurry(all);
        return all;
    }

    /// <summary>What keeps all events from being published; null while nothing is known.</summary>
    internal ProducerTrouble.Trouble? Trouble => Volatile.Read(ref _client).Trouble;

    public PublishException? Problem(OutgoingRecord record)
    {
        if (TopicName.Problem(record.Topic) is { } problem)
            return new PublishException(record.Topic, ErrorCode.TopicException, $"{problem}.");
        var size = record.Size;
        if (size > _settings.Producer.MaxRecordBytes)
            return PublishErrors.TooLarge(record.Topic, size, _settings.Producer.MaxRecordBytes, "publish.max-record-bytes");
        return _limits is null ? null : TooLarge(record.Topic, size, _limits.Known(record.Topic));
    }

    public async ValueTask DisposeAsync()
    {
        lock (_replacing)
        {
            if (_closed) return;
            _closed = true;
        }

        var flush = _settings.Producer.FlushTimeout;
        var begun = _time.GetTimestamp();
        var waiting = Task.WhenAll(_lanes.Values.Select(lane => lane.Drained));
        if (!waiting.IsCompleted) await Task.WhenAny(waiting, Task.Delay(flush, _time)).ConfigureAwait(false);
        await _ending.CancelAsync().ConfigureAwait(false);
        var left = flush - _time.GetElapsedTime(begun);
        await _client.Close(left > TimeSpan.Zero ? left : TimeSpan.Zero, _settings.Producer.DeliveryTimeout).ConfigureAwait(false);
    }

    void IRecordFate.Ended() => _slots.Release();

    /// <summary>Why a record wasn't acknowledged: a client that can't go on lets go of what it has, and says only that.</summary>
    PublishException IRecordFate.Refused(string topic, Error error)
    {
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
            _topics?.Forget(topic);
        var isLetGo = error.Code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight && !_closed;
        return isLetGo && Volatile.Read(ref _client).FatalCode() is var fatal and not ErrorCode.NoError
            ? PublishErrors.Of(topic, new Error(fatal))
            : PublishErrors.Of(topic, error, trouble: Trouble?.Text);
    }

    private async Task<TopicPartitionOffset> SendWhenThereIsRoom(Sending sending, CancellationToken cancellationToken)
    {
        try
        {
            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            sending.Abandon();
            throw;
        }
        Begin(sending);
        return await sending.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A record that has its place goes to the client: at once, or behind those of its topic that wait already.</summary>
    private void Begin(Sending sending)
    {
        if (_closed)
        {
            sending.Fail(PublishErrors.Closed(sending.Record.Topic));
            return;
        }
        if (WaitedFor(sending.Record.Topic) is null && MayGoAtOnce(sending) && TryGo(sending)) return;
        _lanes.GetOrAdd(sending.Record.Topic, static (_, drain) => new SendLane(drain), Drain).Add(sending);
    }

    /// <summary>Ends when what was published to a topic before, and can't go at once, has gone.</summary>
    internal Task Waiting(string topic) => WaitedFor(topic)?.Drained ?? Task.CompletedTask;

    private SendLane? WaitedFor(string topic) => !_lanes.IsEmpty && _lanes.TryGetValue(topic, out var lane) && !lane.IsEmpty ? lane : null;

    private bool MayGoAtOnce(Sending sending) =>
        (sending.Topic is null || _topics is null || _topics.IsReady(sending.Topic))
        && (_limits is null || _limits.Passes(sending.Record.Topic, sending.Record.Size));

    /// <summary>False when the client has no room for it now.</summary>
    private bool TryGo(Sending sending)
    {
        try
        {
            return Problem(sending.Record) is { } problem ? throw problem : TryHandOver(sending.Record, sending.Delivered);
        }
        catch (PublishException e)
        {
            sending.Fail(e);
            return true;
        }
    }

    private async Task Drain(SendLane lane)
    {
        while (lane.First() is { } sending)
        {
            try
            {
                if (sending.Topic is { } topic && _topics is not null && await _topics.Ensure(topic).ConfigureAwait(false) is { } why)
                {
                    foreach (var waiting in lane.RemoveAll()) waiting.Fail(PublishErrors.Of(topic.Name, why, Trouble?.Text));
                    continue;
                }
                if (await Oversize(sending.Record).ConfigureAwait(false) is { } tooLarge) sending.Fail(tooLarge);
                else
                    while (!TryGo(sending)) await Task.Delay(FullBackoff, _time, _ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                sending.Fail(PublishErrors.Closed(sending.Record.Topic));
            }
            catch (Exception e)
            {
                // Whatever it is: the lane goes on, or all that is published to the topic would wait for ever.
                sending.Fail(new PublishException(sending.Record.Topic, ErrorCode.Local_Fail, Reason.Message(e), e));
            }
            lane.RemoveFirst();
        }
    }

    private async ValueTask<PublishException?> Oversize(OutgoingRecord record)
    {
        var size = record.Size;
        if (_limits is null || size > _settings.Producer.MaxRecordBytes) return null;
        return TooLarge(record.Topic, size, await _limits.Find(record.Topic, size).ConfigureAwait(false));
    }

    private static PublishException? TooLarge(string topic, int size, int limit) =>
        size > limit ? PublishErrors.TooLarge(topic, size, limit, "the topic's max.message.bytes") : null;

    /// <summary>
    /// False when the client's buffer is full or the client has just been replaced; else <paramref name="delivered"/> is called once.
    /// </summary>
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

    private async Task Hurry(Task all)
    {
        while (!all.IsCompleted && !_closed) await Volatile.Read(ref _client).Flush().ConfigureAwait(false);
    }

    /// <summary>An idempotent producer that has lost its place in a sequence can't go on; a new one begins a new sequence.</summary>
    private void Replace(ProducerClient broken)
    {
        lock (_replacing)
        {
            if (_closed || _client != broken) return;
            _client = new ProducerClient(_config, _settings.Producer.Brokers, _log);
        }

        broken.Close(_settings.Producer.FlushTimeout, _settings.Producer.DeliveryTimeout)
            .ContinueWith(t => PublishingLog.BrokenProducerNotClosed(_log, t.Exception), TaskContinuationOptions.OnlyOnFaulted);
    }
}
