namespace Akka.Events.Publishing.Internal.UnderWay;

/// <summary>
/// Records of one topic that can't be handed to the client at once (the topic is being made, its limit is asked for, the client's buffer
/// is full), in the order in which they came. While there are any, further ones wait behind them.
/// </summary>
internal sealed class SendLane(Func<SendLane, Task> drain)
{
    private readonly Queue<Sending> _waiting = new();
    private bool _draining;

    /// <summary>Ends when nothing waits any more.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    public bool IsEmpty
    {
        get
        {
            lock (_waiting) return !_draining;
        }
    }

    public void Add(Sending sending)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(sending);
            if (_draining) return;
            _draining = true;
            Drained = Task.Run(() => drain(this));
        }
    }

    /// <summary>The first that waits, which stays; null when there is none, and whoever drains the lane has ended.</summary>
    public Sending? First()
    {
        lock (_waiting)
        {
            if (_waiting.TryPeek(out var first)) return first;
            _draining = false;
            return null;
        }
    }

    public void RemoveFirst()
    {
        lock (_waiting) _waiting.Dequeue();
    }

    public IReadOnlyList<Sending> RemoveAll()
    {
        lock (_waiting)
        {
            var all = _waiting.ToArray();
            _waiting.Clear();
            return all;
        }
    }
}
