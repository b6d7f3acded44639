using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>What is logged of deliveries: each line with the record and its key.</summary>
internal static class FailureLog
{
    /// <summary>An attempt that is followed by another: without a stack, and, while the handler goes on failing, not each of them.</summary>
    public static void AttemptFailed(this ILogger log, string group, EventDelivery d, Exception failure, TimeSpan wait, TimeProvider time)
    {
        var level = d.Handler.FailureLines.Take(time.GetElapsedTime(0), out var passedOver) ? LogLevel.Warning : LogLevel.Debug;
        if (!log.IsEnabled(level)) return;
        var others = passedOver == 0 || level == LogLevel.Debug ? "" : $" (and {passedOver} more failures since this was said last)";
        HandlingLog.AttemptFailed(
            log, level, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d), d.Attempt, FailureText.Why(failure),
            Durations.Text(wait), others);
    }

    public static void BatchFailed(this ILogger log, string group, IReadOnlyList<EventDelivery> batch, Exception failure, TimeSpan wait) =>
        HandlingLog.BatchFailed(
            log, group, batch[0].Handler.Name, batch.Count, batch[0].Topic, batch[0].Partition, batch[0].Offset, batch[^1].Offset,
            FailureText.Why(failure), Durations.Text(wait));

    public static void EventIgnored(this ILogger log, string group, EventDelivery d, Exception failure) =>
        HandlingLog.EventIgnored(log, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d), FailureText.Why(failure));

    public static void EventDiscarded(this ILogger log, string group, string handler, EventDelivery d, Exception failure) =>
        HandlingLog.EventDiscarded(
            log, failure, group, handler, d.Topic, d.Partition, d.Offset, FailureText.Key(d), d.Attempt, FailureText.Why(failure));

    public static void EventSaved(this ILogger log, string group, string handler, EventDelivery d, Exception failure, string letters) =>
        HandlingLog.EventSaved(
            log, failure, group, handler, d.Topic, d.Partition, d.Offset, FailureText.Key(d), letters, d.Attempt, FailureText.Why(failure));

    public static void EventRetriedLater(this ILogger log, string group, EventDelivery d, Exception failure, TimeSpan wait, int retry) =>
        HandlingLog.EventRetriedLater(
            log, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d), Durations.Text(wait), retry,
            d.Handler.Options.MaxRetries, d.Attempt, FailureText.Why(failure));

    /// <summary>Not each of them where a handler blocks at one record after another. A failure that nobody has thrown has no stack to show.</summary>
    public static void RecordBlocks(this ILogger log, string group, EventDelivery d, Exception failure, TimeProvider time)
    {
        var level = d.Handler.BlockedLines.Take(time.GetElapsedTime(0), out var passedOver) ? LogLevel.Error : LogLevel.Debug;
        if (!log.IsEnabled(level)) return;
        HandlingLog.RecordBlocks(
            log, level, failure.StackTrace is null ? null : failure, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d),
            FailureText.Why(failure), level == LogLevel.Debug ? "" : LogPace.Others(passedOver));
    }

    public static void HandlerStuck(this ILogger log, string group, EventDelivery d, TimeSpan time) =>
        HandlingLog.HandlerStuck(log, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d), Durations.Text(time));

    public static void HandlerNotStuck(this ILogger log, string group, EventDelivery d, TimeSpan time) =>
        HandlingLog.HandlerNotStuck(log, group, d.Handler.Name, d.Topic, d.Partition, d.Offset, FailureText.Key(d), Durations.Text(time));
}
