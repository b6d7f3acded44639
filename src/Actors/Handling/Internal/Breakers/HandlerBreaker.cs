namespace Akka.Events.Handling.Internal.Breakers;

/// <summary>
/// A handler's circuit breaker in this process, over all its shards. Each of them is told when it has changed. Safe from any thread.
/// </summary>
internal sealed class HandlerBreaker(int errors, TimeSpan openTime)
{
    private readonly Lock _lock = new();
    private readonly CircuitBreaker _breaker = new(errors, openTime);
    private readonly List<Action> _shards = [];
    private Action? _probing;

    // Read without the lock: what most calls need.
    private volatile int _closedPermit = 1; // 0 while it isn't closed
    private volatile bool _anyFailing;

    public TimeSpan OpenTime => openTime;

    /// <summary>All calls may begin.</summary>
    public bool IsClosed => _closedPermit > 0;

    /// <summary>A shard begins to call the handler.</summary>
    /// <param name="shard">Names it, and is called, from any thread, when calls may begin that could not, or it has opened.</param>
    public void Join(Action shard)
    {
        lock (_lock) _shards.Add(shard);
    }

    /// <summary>A shard has ended. What it was at is nobody's probe any more; with the last one an open breaker closes.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="now">The time.</param>
    /// <param name="closed">Called when it closes, before anything else can happen to it.</param>
    public void Leave(Action shard, TimeSpan now, Action closed)
    {
        Action[] told = [];
        lock (_lock)
        {
            _shards.Remove(shard);
            if (_shards.Count == 0)
            {
                if (_breaker.Reset(now)) closed();
            }
            else if (_probing == shard && _breaker.Abandoned(_breaker.Permit))
            {
                told = [.. _shards];
            }
            Look();
        }
        foreach (var other in told) other();
    }

    /// <summary>A call is to begin: its permit; null when it may not, and then how long to wait, null until the shard is told.</summary>
    public int? Begin(Action shard, TimeSpan now, out TimeSpan? wait)
    {
        wait = null;
        if (_closedPermit is var permit and > 0) return permit;
        lock (_lock)
        {
            var began = _breaker.Begin(now, out wait);
            if (began is not null) _probing = shard;
            return began;
        }
    }

    /// <inheritdoc cref="CircuitBreaker.Answered"/>
    /// <param name="permit">What the call began with.</param>
    /// <param name="now">The time.</param>
    /// <param name="closed">Called when it closes, before anything else can happen to it; with the time it was open.</param>
    public void Answered(int permit, TimeSpan now, Action<TimeSpan> closed)
    {
        if (!_anyFailing && permit == _closedPermit) return;
        Tell(
            () =>
            {
                var change = _breaker.Answered(permit, now);
                if (change == BreakerChange.Closed) closed(_breaker.WasOpen);
                return change;
            });
    }

    /// <inheritdoc cref="CircuitBreaker.Failed"/>
    /// <param name="permit">What the call began with.</param>
    /// <param name="record">Its record.</param>
    /// <param name="now">The time.</param>
    /// <param name="open">Called when it is open now, before anything else can happen to it.</param>
    public BreakerChange Failed(int permit, (string Topic, int Partition, long Offset) record, TimeSpan now, Action open) =>
        Tell(
            () =>
            {
                var change = _breaker.Failed(permit, record, now);
                if (change != BreakerChange.None) open();
                return change;
            });

    /// <inheritdoc cref="CircuitBreaker.Abandoned"/>
    public void Abandoned(int permit)
    {
        if (!IsClosed) Tell(() => _breaker.Abandoned(permit) ? BreakerChange.StaysOpen : BreakerChange.None);
    }

    /// <inheritdoc cref="CircuitBreaker.Held"/>
    public TimeSpan Held(TimeSpan now)
    {
        lock (_lock) return _breaker.Held(now);
    }

    // Outside of the lock: who is told may ask at once.
    private BreakerChange Tell(Func<BreakerChange> what)
    {
        BreakerChange change;
        Action[] told = [];
        lock (_lock)
        {
            change = what();
            if (change != BreakerChange.None) told = [.. _shards];
            Look();
        }
        foreach (var shard in told) shard();
        return change;
    }

    private void Look()
    {
        _closedPermit = _breaker.State == BreakerState.Closed ? _breaker.Permit : 0;
        _anyFailing = _breaker.Failing > 0;
    }
}
