using Microsoft.Extensions.Logging;

namespace Akka.Events.Persistence.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class PersistenceLog
{
    [LoggerMessage(
        LogEvents.BlockersEnded, LogLevel.Warning,
        "{Store}: ended {Count} sessions that stood still and held {What}: a former owner's process is frozen, or cut off")]
    public static partial void BlockersEnded(ILogger log, string store, long count, string what);

    [LoggerMessage(LogEvents.BlockersNotEnded, LogLevel.Debug, "{Store}: who holds {What} can't be looked for")]
    public static partial void BlockersNotEnded(ILogger log, Exception failure, string store, string what);

    [LoggerMessage(
        LogEvents.EndedNotPurged, LogLevel.Warning,
        "{Store}: rows of entities that ended long ago can't be removed now; they stay until a later checkpoint removes them")]
    public static partial void EndedNotPurged(ILogger log, Exception failure, string store);
}
