using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class PublishingLog
{
    [LoggerMessage(
        LogEvents.EventsLost, LogLevel.Error, "{Count} events that were published without waiting are lost; the last one: {Reason}")]
    public static partial void EventsLost(ILogger log, Exception? failure, long count, string reason);

    [LoggerMessage(LogEvents.TopicLimitUnknown, LogLevel.Debug, "The largest record of topic {Topic} isn't known: {Reason}")]
    public static partial void TopicLimitUnknown(ILogger log, string topic, string reason);

    [LoggerMessage(
        EventId = LogEvents.OutboxNotForwarded, Message = "The outbox can't be forwarded by this process: {Reason}. Trying again in {Wait}")]
    public static partial void OutboxNotForwarded(ILogger log, LogLevel level, Exception? failure, string reason, string wait);

    [LoggerMessage(
        EventId = LogEvents.OutboxNotCleaned, Message = "The space of removed rows of the outbox couldn't be taken back: {Reason}{Others}")]
    public static partial void OutboxNotCleaned(ILogger log, LogLevel level, Exception? failure, string reason, string others);

    [LoggerMessage(LogEvents.BrokenProducerNotClosed, LogLevel.Error, "Closing a broken producer has failed; publishing goes on with another")]
    public static partial void BrokenProducerNotClosed(ILogger log, Exception? failure);
}
