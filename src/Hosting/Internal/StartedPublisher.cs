using Akka.Events.Publishing;
using Akka.Events.Topics;

namespace Akka.Events.Hosting.Internal;

/// <summary>
/// The publisher, for whoever got hold of it before the event system's start: what is published until then waits. Its client is made when
/// the first event is
/// published, so that a process that only handles has none.
/// </summary>
internal sealed class StartedPublisher : IEvents
{
    private readonly TaskCompletionSource<Lazy<IEvents>> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Lazy<IEvents>? _publisher;

    public void Start(Lazy<IEvents> publisher)
    {
        _publisher = publisher;
        _started.TrySetResult(publisher);
    }

    public Task PublishAsync<T>(Topic<T> topic, T @event, CancellationToken ct = default) =>
        _publisher?.Value.PublishAsync(topic, @event, ct) ?? Later(p => p.PublishAsync(topic, @event, ct), ct);

    public Task PublishAsync<T>(Topic<T> topic, T @event, PublishOptions options, CancellationToken ct = default) =>
        _publisher?.Value.PublishAsync(topic, @event, options, ct) ?? Later(p => p.PublishAsync(topic, @event, options, ct), ct);

    public Task<long> PublishAllAsync<T>(Topic<T> topic, IEnumerable<T> events, CancellationToken ct = default) =>
        _publisher?.Value.PublishAllAsync(topic, events, ct) ?? Later(p => p.PublishAllAsync(topic, events, ct), ct);

    public Task PublishTombstoneAsync<T>(Topic<T> topic, string key, CancellationToken ct = default) =>
        _publisher?.Value.PublishTombstoneAsync(topic, key, ct) ?? Later(p => p.PublishTombstoneAsync(topic, key, ct), ct);

    private async Task Later(Func<IEvents, Task> publish, CancellationToken ct)
    {
        var publisher = await _started.Task.WaitAsync(ct).ConfigureAwait(false);
        await publish(publisher.Value).ConfigureAwait(false);
    }

    private async Task<TResult> Later<TResult>(Func<IEvents, Task<TResult>> publish, CancellationToken ct)
    {
        var publisher = await _started.Task.WaitAsync(ct).ConfigureAwait(false);
        return await publish(publisher.Value).ConfigureAwait(false);
    }
}
