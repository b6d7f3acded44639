using Akka.Events.Topics;

namespace Akka.Events.Subscribing.Internal;

/// <summary>The subscriptions of a process, and the topics that are read for them.</summary>
internal sealed class EventSubscriptions(ReadingContext context) : IEventSubscriptions, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedReading> _readings = [];
    private readonly List<Task> _closing = [];
    private bool _closed;

    /// <summary>What is read.</summary>
    public IReadOnlyList<SharedReading> Readings
    {
        get
        {
            lock (_lock) return [.. _readings.Values];
        }
    }

    public Task<EventSubscription<T>> SubscribeAsync<T>(
        Topic<T> topic, Action<SubscriptionOptions>? configure = null, CancellationToken cancellationToken = default) =>
        Subscribe(topic, null, configure, cancellationToken);

    public Task<EventSubscription<T>> SubscribeAsync<T>(
        Topic<T> topic, string key, Action<SubscriptionOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Subscribe(topic, KeyText.ToBytes(key), configure, cancellationToken);
    }

    /// <summary>Ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        SharedReading[] readings;
        lock (_lock)
        {
            _closed = true;
            readings = [.. _readings.Values];
            _readings.Clear();
        }
        await Task.WhenAll([.. readings.Select(r => r.Close()), .. _closing]).ConfigureAwait(false);
    }

    private async Task<EventSubscription<T>> Subscribe<T>(
        Topic<T> topic, byte[]? key, Action<SubscriptionOptions>? configure, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topic = context.TopicNames.Of(topic);
        var options = context.Subscription.Copy();
        configure?.Invoke(options);
        var subscription = new EventSubscription<T>(topic.Name, key, options, ended => Remove(topic, ended), context.Time);
        var reading = Add(topic, subscription);
        try
        {
            await reading.Started.WaitAsync(ct).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private TopicReading Add<T>(Topic<T> topic, EventSubscription<T> subscription)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_readings.TryGetValue(topic.Name, out var reading))
                _readings[topic.Name] = reading = new SharedReading(topic, CloseUnused, context);
            reading.Add(topic, subscription);
            return reading.Reading;
        }
    }

    private void Remove<T>(Topic<T> topic, EventSubscription<T> subscription)
    {
        lock (_lock)
        {
            if (_readings.TryGetValue(topic.Name, out var reading)) reading.Remove(topic, subscription);
        }
    }

    private void CloseUnused(SharedReading reading)
    {
        lock (_lock)
        {
            if (reading.Subscriptions > 0 || !_readings.TryGetValue(reading.Reading.Topic, out var known) || known != reading) return;
            _readings.Remove(reading.Reading.Topic);
            _closing.RemoveAll(closed => closed.IsCompleted);
            _closing.Add(reading.Close());
        }
    }
}
