using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>
/// Events whose handler is to have them later, not before their timestamp and its delay. A handler's wait in line, so that none overtakes
/// another; what seems to be of the future waits for the delay alone. Used on the shard's turn only.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="startTimer">The shard's timers: key, message, time; the same key's former timer is void.</param>
internal sealed class DelayedEvents(TimeProvider time, Action<object, object, TimeSpan> startTimer)
{
    private readonly Dictionary<HandlerDefinition, Queue<Delayed>> _lines = [];
    private TimeSpan? _timer; // when it is over, on the clock of the timestamps

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>False: the event may go on now. Else it is kept until it is due; <see cref="DelayOver"/> says when some may go on.</summary>
    public bool HasToWait(EventDelivery delivery)
    {
        var delay = delivery.Handler.Options.Delay;
        if (delay == TimeSpan.Zero) return false;
        var now = time.GetUtcNow();
        var wait = delivery.Timestamp is { } at && at < now ? delay - (now - at) : delay;
        var line = _lines.TryGetValue(delivery.Handler, out var known) ? known : _lines[delivery.Handler] = new Queue<Delayed>();
        if (line.Count == 0 && wait <= TimeSpan.Zero) return false;
        line.Enqueue(new Delayed(delivery, Now + wait));
        SetTimer();
        return true;
    }

    /// <summary>Takes out those that are due, each handler's in the order in which they came.</summary>
    public List<EventDelivery> TakeDue()
    {
        _timer = null;
        var due = new List<EventDelivery>();
        var now = Now;
        foreach (var line in _lines.Values)
            while (line.TryPeek(out var first) && first.Due <= now)
                due.Add(line.Dequeue().Delivery);
        SetTimer();
        return due;
    }

    // One for all handlers: what is due earlier than what it was set for has it set anew.
    private void SetTimer()
    {
        TimeSpan? next = null;
        foreach (var line in _lines.Values)
            if (line.TryPeek(out var first) && (next is null || first.Due < next))
                next = first.Due;
        if (next is not { } at || at >= _timer) return;
        _timer = at;
        var wait = at - Now;
        startTimer(DelayOver.Instance, DelayOver.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>To the shard: some may be due.</summary>
    internal sealed class DelayOver
    {
        public static readonly DelayOver Instance = new();
    }

    private readonly record struct Delayed(EventDelivery Delivery, TimeSpan Due);
}
