using Microsoft.Extensions.Logging;

namespace Akka.Events.Operating.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class OperatingLog
{
    [LoggerMessage(LogEvents.GroupHindered, LogLevel.Error, "Group {Group} has not gone on for {Time} ({Cause}): {Problem}")]
    public static partial void GroupHindered(ILogger log, string group, string time, string cause, string problem);

    [LoggerMessage(LogEvents.PartHindered, LogLevel.Warning, "Group {Group}: a part has not gone on for {Time} ({Cause}): {Problem}")]
    public static partial void PartHindered(ILogger log, string group, string time, string cause, string problem);

    [LoggerMessage(LogEvents.ProblemGone, LogLevel.Information, "Group {Group} goes on after {Time} ({Cause}), where there was: {Problem}")]
    public static partial void ProblemGone(ILogger log, string group, string time, string cause, string problem);

    [LoggerMessage(LogEvents.OutboxHindered, LogLevel.Warning, "The outbox, or a part of it, has not gone on for {Time} ({Cause}): {Problem}")]
    public static partial void OutboxHindered(ILogger log, string time, string cause, string problem);

    [LoggerMessage(LogEvents.OutboxGoesOn, LogLevel.Information, "The outbox goes on after {Time} ({Cause}), where there was: {Problem}")]
    public static partial void OutboxGoesOn(ILogger log, string time, string cause, string problem);

    [LoggerMessage(LogEvents.PublishingHindered, LogLevel.Error, "Events have not been published for {Time} ({Cause}): {Problem}")]
    public static partial void PublishingHindered(ILogger log, string time, string cause, string problem);

    [LoggerMessage(LogEvents.PublishingGoesOn, LogLevel.Information, "Publishing goes on after {Time} ({Cause}), where there was: {Problem}")]
    public static partial void PublishingGoesOn(ILogger log, string time, string cause, string problem);
}
