using Akka.Events.Publishing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>The publisher, for whoever got hold of it before there was an actor system. The first use brings that about.</summary>
internal sealed class StartedPublisher(Func<IEvents> find) : IEvents
{
    private volatile IEvents? _publisher;

    private IEvents Publisher => _publisher ??= find();

    public Task<TopicPartitionOffset> PublishAsync<T>(Topic<T> topic, T @event, CancellationToken cancellationToken = default) =>
        Publisher.PublishAsync(topic, @event, cancellationToken);

    public Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, string key, CancellationToken cancellationToken = default) =>
        Publisher.PublishAsync(topic, @event, key, cancellationToken);

    public Task<TopicPartitionOffset> PublishAsync<T>(
        Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default) =>
        Publisher.PublishAsync(topic, @event, options, cancellationToken);

    public Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken cancellationToken = default) =>
        Publisher.PublishAllAsync(topic, events, cancellationToken);

    public Task<long> PublishAllAsync<T>(
        Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions> options, CancellationToken cancellationToken = default) =>
        Publisher.PublishAllAsync(topic, events, options, cancellationToken);

    public Task<TopicPartitionOffset> PublishTombstoneAsync<T>(
        Topic<T> topic, string key, CancellationToken cancellationToken = default) =>
        Publisher.PublishTombstoneAsync(topic, key, cancellationToken);

    public Task<TopicPartitionOffset> Publish<T>(Topic<T> topic, T @event, PublishOptions? options = null) =>
        Publisher.Publish(topic, @event, options);

    public Task FlushAsync(CancellationToken cancellationToken = default) => Publisher.FlushAsync(cancellationToken);
}
