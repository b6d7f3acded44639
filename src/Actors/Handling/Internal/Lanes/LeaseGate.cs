using Akka.Events.Handling.Internal.Breakers;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// Lets the lanes of one entity type begin as its circuit breaker allows: all, one event, or queries only. Used on the shard's turn only.
/// </summary>
/// <param name="breaker">The breaker.</param>
/// <param name="shard">With which the shard has joined it.</param>
/// <param name="time">The clock.</param>
/// <param name="wake">Has the shard look again after a time.</param>
internal sealed class LeaseGate(HandlerBreaker breaker, Action shard, TimeProvider time, Action<TimeSpan> wake)
{
    private int? _permit;
    private bool _all;

    /// <summary>Lanes are about to begin.</summary>
    public void Open()
    {
        _permit = breaker.Begin(shard, time.GetElapsedTime(0), out var wait);
        _all = _permit is not null && breaker.IsClosed;
        if (wait is { } left) wake(left);
    }

    /// <summary>Begins what may begin in a lane. False where nothing may.</summary>
    public bool TryBegin(EntityLane lane)
    {
        if (_all)
        {
            lane.Begin();
            for (var delivery = lane.Running; delivery is not null; delivery = delivery.Next) delivery.Permit = _permit!.Value;
            return true;
        }
        if (_permit is { } probe)
        {
            if (lane.BeginOne() is { } one)
            {
                one.Permit = probe;
                _permit = null;
            }
            return true;
        }
        if (!lane.HasQueries) return false;
        lane.Begin(queriesOnly: true);
        return true;
    }

    /// <summary>All lanes have been looked at.</summary>
    public void Close()
    {
        if (!_all && _permit is { } unused) breaker.Abandoned(unused);
    }

    /// <summary>The actor hasn't begun a lane.</summary>
    public void ComesBack(EntityLane lane)
    {
        for (var delivery = lane.Running; delivery is not null; delivery = delivery.Next)
            if (delivery is not QueryDelivery)
                breaker.Abandoned(delivery.Permit);
    }
}
