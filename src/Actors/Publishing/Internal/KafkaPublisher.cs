using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Publishing.Internal.UnderWay;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>Publishes events: makes records of them, and gives those to the sender.</summary>
internal sealed class KafkaPublisher : IEvents, IAsyncDisposable
{
    private readonly IReadOnlySet<string>? _registered;
    private readonly TopicNames _names;
    private readonly EventEncoder _encoder;
    private readonly LossLog _losses;

    /// <param name="settings">What to publish with.</param>
    /// <param name="topics">Makes topics that don't exist; null where it isn't allowed.</param>
    /// <param name="log">Takes the client's log lines too.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The settings contradict the design.</exception>
    internal KafkaPublisher(PublisherSettings settings, KafkaTopics? topics, ILogger log, TimeProvider time)
    {
        _registered = settings.RegisteredTopics;
        _names = settings.TopicNames;
        _encoder = new EventEncoder(settings, time);
        _losses = new LossLog(log, time);
        Records = new RecordSender(settings, topics, log, time);
    }

    /// <summary>Sends records that are made elsewhere.</summary>
    public RecordSender Records { get; }

    public Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default) =>
        Send(topic, @event, null, cancellationToken);

    public Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Send(topic, @event, new PublishOptions { Key = key }, cancellationToken);
    }

    public Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default) =>
        Send(topic, @event, options, cancellationToken);

    public Task<TopicPartitionOffset> PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            topic = Checked(topic);
            return Records.Send(_encoder.Tombstone(topic, key), topic, cancellationToken);
        }
        catch (PublishException e)
        {
            return Task.FromException<TopicPartitionOffset>(e);
        }
    }

    public Task<TopicPartitionOffset> Publish<T>(Topic<T> topic, T @event, PublishOptions? options = null)
    {
        var completion = SendAtOnce(topic, @event, options);
        if (completion is { IsCompleted: true, IsFaulted: false }) return completion;
        completion.ContinueWith(
            (failed, log) => ((LossLog)log!).Lost(failed.Exception!.InnerException!),
            _losses, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return completion;
    }

    public Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default) =>
        PublishAll(topic, events, null, cancellationToken);

    public Task<long> PublishAllAsync<T>(
        Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions> options, CancellationToken cancellationToken = default) =>
        PublishAll(topic, events, options, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken = default) => Records.Flush().WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => Records.DisposeAsync();

    private Task<TopicPartitionOffset> Send<T>(Topic<T> topic, T @event, PublishOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        try
        {
            topic = Checked(topic);
            var record = _encoder.RecordOnceReady(topic, @event, options, cancellationToken);
            return record.IsCompletedSuccessfully
                ? Records.Send(record.Result, topic, cancellationToken) : SendOnceReady(topic, record.AsTask(), cancellationToken);
        }
        catch (PublishException e)
        {
            return Task.FromException<TopicPartitionOffset>(e);
        }
    }

    private async Task<TopicPartitionOffset> SendOnceReady<T>(Topic<T> topic, Task<OutgoingRecord> record, CancellationToken cancellationToken) =>
        await Records.Send(await record.ConfigureAwait(false), topic, cancellationToken).ConfigureAwait(false);

    // What is published next isn't to come before it: it waits for its codec here, where that has to look something up first.
    private Task<TopicPartitionOffset> SendAtOnce<T>(Topic<T> topic, T @event, PublishOptions? options)
    {
        ArgumentNullException.ThrowIfNull(topic);
        try
        {
            topic = Checked(topic);
            return Records.SendAtOnce(_encoder.RecordNow(topic, @event, options), topic);
        }
        catch (PublishException e)
        {
            return Task.FromException<TopicPartitionOffset>(e);
        }
    }

    // Under its name in Kafka.
    private Topic<T> Checked<T>(Topic<T> topic)
    {
        topic = _names.Of(topic);
        return _registered?.Contains(topic.Name) is false ? throw PublishErrors.Unregistered(topic.Name) : topic;
    }

    private async Task<long> PublishAll<T>(
        Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions>? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(events);
        topic = Checked(topic);
        await Records.Ensure(topic).WaitAsync(cancellationToken).ConfigureAwait(false);
        await Records.Waiting(topic.Name).WaitAsync(cancellationToken).ConfigureAwait(false);
        var pipeline = Records.Pipeline(topic.Name);
        try
        {
            foreach (var @event in events)
            {
                if (pipeline.HasFailed || !await Give(topic, @event, options, pipeline, cancellationToken).ConfigureAwait(false)) break;
            }
        }
        finally
        {
            pipeline.Complete();
        }

        return await pipeline.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>False when the event can't be sent, which the pipeline's task then tells.</summary>
    private async ValueTask<bool> Give<T>(
        Topic<T> topic, T @event, Func<T, PublishOptions>? options, SendPipeline pipeline, CancellationToken cancellationToken)
    {
        pipeline.Sending();
        try
        {
            var record = await _encoder.RecordOnceReady(topic, @event, options?.Invoke(@event), cancellationToken).ConfigureAwait(false);
            await Records.HandOver(record, pipeline.Delivered, cancellationToken).ConfigureAwait(false);
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
}
