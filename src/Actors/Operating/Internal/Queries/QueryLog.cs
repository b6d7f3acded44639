using Microsoft.Extensions.Logging;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class QueryLog
{
    [LoggerMessage(LogEvents.QueryRoutingFailed, LogLevel.Error, "Group {Group}: routing a query has failed")]
    public static partial void QueryRoutingFailed(ILogger log, Exception failure, string group);
}
