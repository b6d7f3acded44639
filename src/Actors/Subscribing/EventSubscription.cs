using Akka.Events.Subscribing.Internal;

namespace Akka.Events.Subscribing;

/// <summary>
/// Events of a topic since the subscription began, in order per partition, each once (after a loss of connection one may come twice). One
/// reads at a time. Disposing ends it: nothing is given out after that has returned.
/// </summary>
public sealed class EventSubscription<T> : IAsyncEnumerable<ReceivedEvent<T>>, IAsyncDisposable
{
    private readonly EventQueue<ReceivedEvent<T>> _queue;
    private readonly Action<EventSubscription<T>> _end;
    private readonly TimeProvider _time;
    private int _ended;

    internal EventSubscription(
        string topic, byte[]? key, SubscriptionOptions options, Action<EventSubscription<T>> end, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxEvents, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytes, 1, nameof(options));
        (Topic, KeyBytes, Options, _end, _time) = (topic, key, options, end, time);
        _queue = new EventQueue<ReceivedEvent<T>>(
            options.MaxEvents, options.MaxBytes, options.Overflow, (events, bytes) => new SubscriptionOverflowException(topic, events, bytes));
    }

    /// <summary>The topic, as it is called in Kafka.</summary>
    public string Topic { get; }

    /// <summary>Events that were dropped, for being read too slowly.</summary>
    public long Dropped => _queue.Dropped;

    internal byte[]? KeyBytes { get; }

    internal SubscriptionOptions Options { get; }

    /// <summary>The next event.</summary>
    /// <exception cref="InvalidOperationException">Somebody else is waiting for it.</exception>
    /// <exception cref="ObjectDisposedException">The subscription has been disposed, or the process stops.</exception>
    /// <exception cref="SubscriptionOverflowException">It was read too slowly.</exception>
    public async ValueTask<ReceivedEvent<T>> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var (has, next) = await _queue.Take(cancellationToken).ConfigureAwait(false);
        return has ? next! : throw new ObjectDisposedException(ToString());
    }

    /// <summary>Waits for an event: what comes before it is passed over. For answers: subscribe, ask, and wait.</summary>
    /// <param name="match">Whether it is the one; null for any.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TimeoutException">It hasn't come in time.</exception>
    /// <exception cref="InvalidOperationException">Somebody else is waiting for events.</exception>
    /// <exception cref="ObjectDisposedException">The subscription has been disposed, or the process stops.</exception>
    /// <exception cref="SubscriptionOverflowException">It was read too slowly.</exception>
    public async Task<ReceivedEvent<T>> WaitForAsync(
        Func<ReceivedEvent<T>, bool>? match, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                var next = await ReceiveAsync(either.Token).ConfigureAwait(false);
                if (match is null || match(next)) return next;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{this}: the event has not come within {Durations.Text(timeout)}");
        }
    }

    /// <summary>All events from now on, until the subscription is disposed or the process stops.</summary>
    /// <exception cref="SubscriptionOverflowException">While they are read: it was read too slowly.</exception>
    public async IAsyncEnumerator<ReceivedEvent<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await _queue.Take(cancellationToken).ConfigureAwait(false) is (true, var next)) yield return next!;
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) _end(this);
        _queue.End();
        return ValueTask.CompletedTask;
    }

    /// <summary>The topic and the key.</summary>
    public override string ToString() =>
        KeyBytes is null ? $"subscription to '{Topic}'" : $"subscription to '{Topic}', key '{Topics.KeyText.ToText(KeyBytes)}'";

    internal bool Give(ReceivedEvent<T> received) => _queue.Add(received, received.Size);
}
