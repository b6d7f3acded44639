using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>What a handler's options make of a failed delivery, counted and logged: the same for entities and plain handlers.</summary>
internal sealed class FailurePolicy(GroupContext group, ILogger log)
{
    private int _blocked;

    /// <summary>An attempt has failed: the wait before the next one, which is then counted; null when the event is discarded.</summary>
    public TimeSpan? Retry(EventDelivery delivery, Exception failure)
    {
        var handler = delivery.Handler;
        group.Metrics.EventFailed(handler.Name);
        var wait = handler.Retries.Next(delivery.Attempt, group.Time.GetElapsedTime(delivery.Started), Random.Shared.NextDouble());
        if (wait is null)
        {
            Discard(delivery, failure);
            return null;
        }
        log.EventFailed(failure, group.Name, handler.Name, delivery, delivery.Attempt, wait.Value);
        delivery.Attempt++;
        return wait;
    }

    /// <summary>
    /// No attempt can help the record (it can't be decoded, or has no key): true when it is discarded, false when it blocks.
    /// </summary>
    public bool GiveUp(EventDelivery delivery, Exception reason)
    {
        var handler = delivery.Handler;
        group.Metrics.EventFailed(handler.Name);
        if (handler.Options.OnUndecodable == FailureMode.Block)
        {
            log.RecordBlocks(reason, group.Name, handler.Name, delivery);
            Block();
            return false;
        }
        Discard(delivery, reason);
        return true;
    }

    /// <summary>A key, or a record without one, waits for something that can't be handled.</summary>
    public void Block()
    {
        _blocked++;
        group.Metrics.KeysBlocked(1);
    }

    /// <summary>Who handles here ends, and what it has blocked is counted where it goes on.</summary>
    public void End()
    {
        group.Metrics.KeysBlocked(-_blocked);
        _blocked = 0;
    }

    private void Discard(EventDelivery delivery, Exception reason)
    {
        log.EventDiscarded(reason, group.Name, delivery.Handler.Name, delivery, delivery.Attempt);
        group.Metrics.EventDiscarded(delivery.Handler.Name);
    }
}
