using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>Publishes into topics in memory, at once.</summary>
internal sealed class MemoryPublisher(MemoryTopics topics, PublisherSettings settings, TimeProvider time) : IEvents
{
    private readonly EventEncoder _encoder = new(settings, time);

    public Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default) =>
        Publish(topic, @event, null);

    public Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Publish(topic, @event, new PublishOptions { Key = key });
    }

    public Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default) => Publish(topic, @event, options);

    public Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default) =>
        PublishAllAsync(topic, events, null!, cancellationToken);

    public async Task<long> PublishAllAsync<T>(
        Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions> options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var count = 0L;
        foreach (var @event in events)
        {
            await Publish(topic, @event, options?.Invoke(@event)).ConfigureAwait(false);
            count++;
        }
        return count;
    }

    public Task<TopicPartitionOffset> PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Append(topic, t => new ValueTask<OutgoingRecord>(_encoder.Tombstone(t, key)));
    }

    public Task<TopicPartitionOffset> Publish<T>(Topic<T> topic, T @event, PublishOptions? options = null) =>
        Append(topic, t => _encoder.RecordOnceReady(t, @event, options, CancellationToken.None));

    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private Task<TopicPartitionOffset> Append<T>(Topic<T> topic, Func<Topic<T>, ValueTask<OutgoingRecord>> record)
    {
        ArgumentNullException.ThrowIfNull(topic);
        try
        {
            var named = settings.TopicNames.Of(topic);
            if (settings.RegisteredTopics?.Contains(named.Name) is false) throw PublishErrors.Unregistered(named.Name);
            var made = record(named);
            return made.IsCompletedSuccessfully ? Task.FromResult(Append(made.Result)) : AppendOnceReady(made.AsTask());
        }
        catch (PublishException e)
        {
            return Task.FromException<TopicPartitionOffset>(e);
        }
    }

    // Its codec looks something up first.
    private async Task<TopicPartitionOffset> AppendOnceReady(Task<OutgoingRecord> record) => Append(await record.ConfigureAwait(false));

    private TopicPartitionOffset Append(OutgoingRecord record) =>
        MemoryKafka.Problem(record, settings) is { } problem ? throw problem : topics.Append(record);
}
