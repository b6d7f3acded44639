using Akka.Events.Handling.Internal.Breakers;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>Tells handlers' circuit breakers how attempts have ended, and people what becomes of them. Used on its actor's turn only.</summary>
internal sealed class BreakerReports(GroupContext group, ILogger log)
{
    private TimeSpan Now => group.Time.GetElapsedTime(0);

    /// <summary>An attempt has ended well, or its error tells of the event alone.</summary>
    public void Answered(EventDelivery delivery)
    {
        if (Take(delivery) is { } breaker) Answered(delivery, breaker);
    }

    /// <summary>An attempt has failed.</summary>
    public void Failed(EventDelivery delivery, Exception failure)
    {
        if (Take(delivery) is not { } breaker) return;
        var (handler, wait, why) = (delivery.Handler, Durations.Text(breaker.OpenTime), FailureText.Why(failure));
        var problem = $"'{handler.Name}' has failed at {handler.Options.BreakerErrors} events in a row, last at {delivery.Topic} "
            + $"[{delivery.Partition}] @{delivery.Offset}: {why}; its events wait, and one is tried every {wait}";
        var change = breaker.Failed(
            delivery.Permit, (delivery.Topic, delivery.Partition, delivery.Offset), Now,
            () => group.Problems.Report(ProblemOf(handler), ProblemCause.BreakerOpen, problem));
        if (change == BreakerChange.StaysOpen)
            HandlingLog.BreakerStaysOpen(log, group.Name, handler.Name, delivery.Topic, delivery.Partition, delivery.Offset, why, wait);
        if (change != BreakerChange.Opened) return;
        group.Metrics.BreakerOpened(handler.Name);
        HandlingLog.BreakerOpened(
            log, group.Name, handler.Name, handler.Options.BreakerErrors, delivery.Topic, delivery.Partition, delivery.Offset, why, wait);
    }

    /// <summary>Nobody will know how the attempt would have ended, or it has not begun.</summary>
    public void Abandoned(EventDelivery delivery) => Take(delivery)?.Abandoned(delivery.Permit);

    /// <summary>For how long a handler's events have been held back, in all.</summary>
    public TimeSpan Held(HandlerDefinition handler) => handler.Breaker?.Held(Now) ?? TimeSpan.Zero;

    /// <summary>The actor no longer calls a handler.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="shard">What it has joined with.</param>
    public void Leave(HandlerDefinition handler, Action shard) =>
        handler.Breaker?.Leave(shard, Now, () => group.Problems.Settle(ProblemOf(handler)));

    // By itself, for most handlers have no breaker, and what it captures would be made for each of their events.
    private void Answered(EventDelivery delivery, HandlerBreaker breaker)
    {
        TimeSpan? was = null;
        breaker.Answered(delivery.Permit, Now, wasOpen =>
        {
            was = wasOpen;
            group.Problems.Settle(ProblemOf(delivery.Handler));
        });
        if (was is { } open) HandlingLog.BreakerClosed(log, group.Name, delivery.Handler.Name, Durations.Text(open));
    }

    private static HandlerBreaker? Take(EventDelivery delivery) => delivery.Permit == 0 ? null : delivery.Handler.Breaker;

    private static object ProblemOf(HandlerDefinition handler) => ("breaker", handler);
}
