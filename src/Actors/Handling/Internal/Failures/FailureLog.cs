using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>The log messages of the event path, with the names under which they can be searched.</summary>
internal static partial class FailureLog
{
    public static void EventFailed(this ILogger log, Exception failure, string group, string handler, EventDelivery d, int attempt, TimeSpan wait) =>
        EventFailed(log, failure, group, handler, d.Topic, d.Partition, d.Offset, attempt, wait, failure.Message);

    public static void EventDiscarded(this ILogger log, Exception failure, string group, string handler, EventDelivery d, int attempts) =>
        EventDiscarded(log, failure, group, handler, d.Topic, d.Partition, d.Offset, attempts, failure.Message);

    public static void RecordBlocks(this ILogger log, Exception failure, string group, string handler, EventDelivery d) =>
        RecordBlocks(log, failure, group, handler, d.Topic, d.Partition, d.Offset, failure.Message);

    [LoggerMessage(1001, LogLevel.Warning, "Group {Group}: '{Handler}' failed at {Topic} [{Partition}] @{Offset}, attempt {Attempt}; again in {Wait}: {Reason}")]
    private static partial void EventFailed(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, int attempt, TimeSpan wait,
        string reason);

    [LoggerMessage(1002, LogLevel.Error, "Group {Group}: '{Handler}' discards {Topic} [{Partition}] @{Offset} after {Attempts} attempts: {Reason}")]
    private static partial void EventDiscarded(ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, int attempts, string reason);

    [LoggerMessage(1003, LogLevel.Error, "Group {Group}: {Topic} [{Partition}] @{Offset} blocks '{Handler}': its key waits, and nothing behind it is committed: {Reason}")]
    private static partial void RecordBlocks(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, string reason);
}
