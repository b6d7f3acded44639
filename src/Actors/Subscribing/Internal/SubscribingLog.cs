using Microsoft.Extensions.Logging;

namespace Akka.Events.Subscribing.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class SubscribingLog
{
    [LoggerMessage(LogEvents.TopicNotRead, LogLevel.Warning, "Topic {Topic} is not read for this process's subscriptions and views: {Reason}{Others}")]
    public static partial void TopicNotRead(ILogger log, string topic, string reason, string others);

    [LoggerMessage(LogEvents.TopicIsReadAgain, LogLevel.Information, "Topic {Topic} is read again, where there was: {Problem}")]
    public static partial void TopicIsReadAgain(ILogger log, string topic, string problem);

    [LoggerMessage(LogEvents.TopicReadAnew, LogLevel.Information, "Topic {Topic} has been deleted and made again: subscriptions and views get the new one from its beginning")]
    public static partial void TopicReadAnew(ILogger log, string topic);

    [LoggerMessage(LogEvents.EventPassedOver, LogLevel.Warning, "{Topic} [{Partition}] @{Offset} can't be decoded, and subscriptions and views don't get it: {Reason}{Others}")]
    public static partial void EventPassedOver(ILogger log, string topic, int partition, long offset, string reason, string others);
}
