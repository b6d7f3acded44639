using Akka.Actor;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// Lanes handed to a handler actor in one message, which travels there and back. The actor begins one after another; what it hasn't begun
/// either side can call back at any time, and exactly one of them gets each lane. Filled and emptied on the shard's turn.
/// </summary>
internal sealed class Lease(HandlerActor actor, TimeProvider time) : INoSerializationVerificationNeeded
{
    // Of one message: what an actor hasn't begun by then goes to others.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1);

    // Added to the number of those begun: no more begin.
    private const int Closed = 1 << 30;

    private EntityLane[] _lanes = new EntityLane[1];
    private int _begun;
    private bool _calledBack;
    private int _seen;
    private long _first;
    private long _last;

    public HandlerActor Actor { get; } = actor;

    public int Count { get; private set; }

    /// <summary>The actor has it, or is about to.</summary>
    public bool IsOut { get; private set; }

    /// <summary>Set by the actor: an event of the lane begun last did not end at once.</summary>
    public bool WentOn;

    /// <summary>Set by the actor that tells of what has ended: that event still goes on.</summary>
    public bool GoesOn;

    /// <summary>From the beginning of the first lane to the end of the last that ended at once.</summary>
    public TimeSpan Took => time.GetElapsedTime(_first, _last);

    /// <summary>Lanes that have begun.</summary>
    public ReadOnlySpan<EntityLane> Begun => _lanes.AsSpan(0, Volatile.Read(ref _begun) & (Closed - 1));

    public void Add(EntityLane lane)
    {
        if (Count == _lanes.Length) Array.Resize(ref _lanes, Math.Max(4, Count * 2));
        _lanes[Count++] = lane;
    }

    /// <summary>It leaves for the actor.</summary>
    public void Leave() => IsOut = true;

    /// <summary>The actor's next lane; null when there is none, or no more time.</summary>
    public EntityLane? Begin()
    {
        _last = time.GetTimestamp();
        if (_first == 0) _first = _last;
        else if (Took >= Limit) Close();
        while (true)
        {
            var begun = Volatile.Read(ref _begun);
            if (begun >= Count) return null;
            if (Interlocked.CompareExchange(ref _begun, begun + 1, begun) == begun) return _lanes[begun];
        }
    }

    /// <summary>No more lanes begin. Gives how many have.</summary>
    public int Close()
    {
        while (true)
        {
            var begun = Volatile.Read(ref _begun);
            if (begun >= Closed) return begun - Closed;
            if (Interlocked.CompareExchange(ref _begun, begun + Closed, begun) == begun) return begun;
        }
    }

    /// <summary>Gives the lanes that have not begun and will not, once.</summary>
    public ReadOnlySpan<EntityLane> CallBack()
    {
        var begun = Close();
        if (_calledBack) return [];
        _calledBack = true;
        return _lanes.AsSpan(begun, Count - begun);
    }

    /// <summary>
    /// Others wait behind a lane that has not ended since this was asked the last time. One that the actor hasn't begun at all waits for a
    /// thread, which others would as well.
    /// </summary>
    public bool HasStalled()
    {
        var begun = Volatile.Read(ref _begun);
        if (begun == 0 || begun >= Count) return false;
        if (begun == _seen) return true;
        _seen = begun;
        return false;
    }

    /// <summary>It is back, and empty.</summary>
    public void Clear()
    {
        Array.Clear(_lanes, 0, Count);
        Count = _seen = 0;
        _first = _last = 0;
        IsOut = WentOn = GoesOn = _calledBack = false;
        Volatile.Write(ref _begun, 0);
    }
}
