using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class HandlingLog
{
    [LoggerMessage(
        EventId = LogEvents.AttemptFailed,
        Message = "Group {Group}: '{Handler}' failed at {Topic} [{Partition}] @{Offset}, {Key}, attempt {Attempt}: {Reason}; again in {Wait}{Others}")]
    public static partial void AttemptFailed(
        ILogger log, LogLevel level, string group, string handler, string topic, int partition, long offset, string key, int attempt,
        string reason, string wait, string others);

    [LoggerMessage(
        LogEvents.EventDiscarded, LogLevel.Error,
        "Group {Group}: '{Handler}' discards {Topic} [{Partition}] @{Offset}, {Key}, after {Attempts} attempts: {Reason}")]
    public static partial void EventDiscarded(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, string key, int attempts,
        string reason);

    [LoggerMessage(
        LogEvents.RecordBlocks, LogLevel.Error,
        "Group {Group}: {Topic} [{Partition}] @{Offset}, {Key}, blocks '{Handler}': its key waits, and nothing behind it is committed: {Reason}")]
    public static partial void RecordBlocks(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, string key, string reason);

    [LoggerMessage(
        LogEvents.EventIgnored, LogLevel.Information,
        "Group {Group}: '{Handler}' failed at {Topic} [{Partition}] @{Offset}, {Key}, which its options ignore: {Reason}")]
    public static partial void EventIgnored(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string reason);

    [LoggerMessage(
        LogEvents.HandlerStuck, LogLevel.Warning,
        "Group {Group}: '{Handler}' has been running for {Time} at {Topic} [{Partition}] @{Offset}, {Key}; the key's next events wait")]
    public static partial void HandlerStuck(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string time);

    [LoggerMessage(
        LogEvents.HandlerNotStuck, LogLevel.Information,
        "Group {Group}: '{Handler}' has ended after {Time} at {Topic} [{Partition}] @{Offset}, {Key}")]
    public static partial void HandlerNotStuck(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string time);
}
