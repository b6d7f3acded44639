namespace Akka.Events.Handling.Internal.Breakers;

/// <summary>
/// Whether a handler's calls may begin: not after errors at so many different events in a row, but for one call (the probe) after each open
/// time, whose end decides. Only calls that have ended move it; one that began before it last changed says nothing any more. Pure: time
/// comes from outside. Not thread-safe.
/// </summary>
/// <param name="errors">Events in a row that fail before it opens.</param>
/// <param name="openTime">How long nothing begins then.</param>
internal sealed class CircuitBreaker(int errors, TimeSpan openTime)
{
    // Of one event that is tried again and again only the first counts: others may be well.
    private readonly HashSet<(string Topic, int Partition, long Offset)> _failing = [];
    private TimeSpan _openedAt;
    private TimeSpan _changedAt;
    private TimeSpan _heldBefore;

    /// <summary>What calls that begin now are given, so that they are told apart from older ones. Never 0.</summary>
    public int Permit { get; private set; } = 1;

    public BreakerState State { get; private set; }

    /// <summary>For how long it was open, when it was last.</summary>
    public TimeSpan WasOpen { get; private set; }

    /// <summary>Events in a row that have failed.</summary>
    public int Failing => _failing.Count;

    /// <summary>A call is to begin: its permit; null when it may not, and then how long to wait, null until something changes.</summary>
    public int? Begin(TimeSpan now, out TimeSpan? wait)
    {
        wait = null;
        switch (State)
        {
            case BreakerState.Closed:
                return Permit;
            case BreakerState.Open when now - _openedAt >= openTime:
                State = BreakerState.HalfOpen;
                return ++Permit;
            case BreakerState.Open:
                wait = openTime - (now - _openedAt);
                return null;
            default:
                return null;
        }
    }

    /// <summary>A call has ended well, or with an error that tells of its event alone.</summary>
    public BreakerChange Answered(int permit, TimeSpan now)
    {
        if (permit != Permit) return BreakerChange.None;
        _failing.Clear();
        if (State == BreakerState.Closed) return BreakerChange.None;
        Close(now);
        return BreakerChange.Closed;
    }

    /// <summary>A call has failed.</summary>
    public BreakerChange Failed(int permit, (string Topic, int Partition, long Offset) record, TimeSpan now)
    {
        if (permit != Permit) return BreakerChange.None;
        if (State == BreakerState.Closed)
        {
            _failing.Add(record);
            if (_failing.Count < errors) return BreakerChange.None;
            _changedAt = now;
        }
        var change = State == BreakerState.Closed ? BreakerChange.Opened : BreakerChange.StaysOpen;
        State = BreakerState.Open;
        _openedAt = now;
        Permit++;
        return change;
    }

    /// <summary>A call that was to begin has not, or nobody will know how it has ended: another may be the probe. True if it was that.</summary>
    public bool Abandoned(int permit)
    {
        if (permit != Permit || State != BreakerState.HalfOpen) return false;
        State = BreakerState.Open;
        Permit++;
        return true;
    }

    /// <summary>Nobody calls the handler any more. True if it was open.</summary>
    public bool Reset(TimeSpan now)
    {
        _failing.Clear();
        if (State == BreakerState.Closed) return false;
        Close(now);
        return true;
    }

    /// <summary>For how long, in all, nothing but probes could begin.</summary>
    public TimeSpan Held(TimeSpan now) => State == BreakerState.Closed ? _heldBefore : _heldBefore + (now - _changedAt);

    private void Close(TimeSpan now)
    {
        WasOpen = now - _changedAt;
        _heldBefore += WasOpen;
        State = BreakerState.Closed;
        Permit++;
    }
}
