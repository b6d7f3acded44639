using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Observing;

internal static partial class ObservingLog
{
    [LoggerMessage(
        EventId = LogEvents.InterceptorFailed,
        Message = "Group {Group}: {What} {Name} has failed; the group goes on{Others}")]
    public static partial void InterceptorFailed(ILogger log, LogLevel level, Exception failure, string group, string what, string name, string others);
}
