using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>
/// Events whose handler is to have them later, not before their timestamp and its delay. A handler's wait in line, so that none overtakes
/// another; what seems to be of the future waits for the delay alone. Not thread-safe; no I/O.
/// </summary>
internal sealed class DelayedEvents(TimeProvider time)
{
    private readonly Dictionary<HandlerDefinition, Queue<Delayed>> _lines = [];

    /// <summary>False: the event may go on now. Else it is kept until it is due.</summary>
    public bool HasToWait(EventDelivery delivery)
    {
        var delay = delivery.Handler.Options.Delay;
        if (delay == TimeSpan.Zero) return false;
        var now = time.GetUtcNow();
        var wait = delivery.Timestamp is { } at && at < now ? delay - (now - at) : delay;
        var line = _lines.TryGetValue(delivery.Handler, out var known) ? known : _lines[delivery.Handler] = new Queue<Delayed>();
        if (line.Count == 0 && wait <= TimeSpan.Zero) return false;
        line.Enqueue(new Delayed(delivery, time.GetTimestamp(), wait));
        return true;
    }

    /// <summary>Takes out those that are due, each handler's in the order in which they came.</summary>
    public IEnumerable<EventDelivery> TakeDue()
    {
        foreach (var line in _lines.Values)
            while (line.TryPeek(out var first) && Left(first) <= TimeSpan.Zero)
                yield return line.Dequeue().Delivery;
    }

    /// <summary>Until the next is due, not below zero; null when none waits.</summary>
    public TimeSpan? Next
    {
        get
        {
            TimeSpan? next = null;
            foreach (var line in _lines.Values)
                if (line.TryPeek(out var first) && (next is null || Left(first) < next))
                    next = Left(first);
            return next < TimeSpan.Zero ? TimeSpan.Zero : next;
        }
    }

    private TimeSpan Left(Delayed first) => first.Wait - time.GetElapsedTime(first.Since);

    private readonly record struct Delayed(EventDelivery Delivery, long Since, TimeSpan Wait);
}
