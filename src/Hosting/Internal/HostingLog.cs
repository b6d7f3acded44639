using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(LogEvents.ConfigurationWarning, LogLevel.Warning, "{Warning}")]
    public static partial void ConfigurationWarning(ILogger log, string warning);

    [LoggerMessage(
        LogEvents.ShutdownPhaseShort, LogLevel.Warning,
        "Leaving the groups may take {Limit}, but the shutdown phase {Phase} ends after {Timeout}: what still runs then is handled again. "
        + "Give akka.coordinated-shutdown.phases.{Phase}.timeout more, or shorten drain-timeout")]
    public static partial void ShutdownPhaseShort(ILogger log, string limit, string phase, string timeout);
}
