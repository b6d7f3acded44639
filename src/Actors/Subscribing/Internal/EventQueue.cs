namespace Akka.Events.Subscribing.Internal;

/// <summary>
/// What waits for a subscription's reader, bounded. Adding never waits and never runs the reader; one reads at a time. Safe from any thread.
/// </summary>
/// <param name="maxItems">Items that may wait.</param>
/// <param name="maxBytes">Bytes that may wait; a single item may have more.</param>
/// <param name="overflow">What happens beyond.</param>
/// <param name="failure">Says what is wrong where that is to fail, by what waits.</param>
internal sealed class EventQueue<T>(int maxItems, long maxBytes, SubscriptionOverflow overflow, Func<int, long, Exception> failure)
{
    private readonly Lock _lock = new();
    private readonly Queue<(T Item, long Size)> _items = new();
    private TaskCompletionSource? _reader;
    private Exception? _failure;
    private long _bytes;
    private long _dropped;
    private bool _ended;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>False when something was dropped for it, or it was itself.</summary>
    public bool Add(T item, long size)
    {
        TaskCompletionSource? reader;
        var all = true;
        lock (_lock)
        {
            if (_ended || _failure is not null) return true;
            while (_items.Count > 0 && (_items.Count >= maxItems || _bytes + size > maxBytes))
            {
                Interlocked.Increment(ref _dropped);
                all = false;
                if (overflow == SubscriptionOverflow.Fail) _failure = failure(_items.Count, _bytes);
                if (overflow != SubscriptionOverflow.DropOldest) return false;
                _bytes -= _items.Dequeue().Size;
            }
            _items.Enqueue((item, size));
            _bytes += size;
            (reader, _reader) = (_reader, null);
        }
        reader?.TrySetResult();
        return all;
    }

    /// <summary>The next item; false when there is none any more.</summary>
    /// <exception cref="InvalidOperationException">Another reader waits.</exception>
    public async ValueTask<(bool Has, T? Item)> Take(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            TaskCompletionSource reader;
            lock (_lock)
            {
                if (_ended) return (false, default);
                if (_items.TryDequeue(out var next))
                {
                    _bytes -= next.Size;
                    return (true, next.Item);
                }
                if (_failure is { } failed) throw failed;
                if (_reader is not null) throw new InvalidOperationException("the subscription is read by somebody else");
                reader = _reader = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            try
            {
                await reader.Task.WaitAsync(ct).ConfigureAwait(false);
            }
            finally
            {
                lock (_lock)
                {
                    if (ReferenceEquals(_reader, reader)) _reader = null;
                }
            }
        }
    }

    /// <summary>Nothing is given out from now on.</summary>
    public void End()
    {
        TaskCompletionSource? reader;
        lock (_lock)
        {
            _ended = true;
            _items.Clear();
            _bytes = 0;
            (reader, _reader) = (_reader, null);
        }
        reader?.TrySetResult();
    }
}
