using Akka.Actor;
using Akka.Event;
using Akka.Hosting.Logging;

namespace Akka.Events.Hosting.Internal;

/// <summary>
/// Akka's lines in the host's log. What its transport and its services tell at Information of their coming and going is for those who look
/// into them, at Debug; what the cluster tells of its members, warnings, errors, and what anybody else logs by Akka's loggers stay as they are.
/// </summary>
internal sealed class AkkaLines : LoggerFactoryLogger
{
    private static readonly HashSet<string?> Inner =
        ["Akka.Remote", "Akka.Cluster.Tools", "Akka.Cluster.Sharding", "Akka.DistributedData", "Akka.Persistence", "Akka.Persistence.Sql"];

    protected override void Log(LogEvent log, ActorPath path) =>
        base.Log(log is Info && IsInner(log) ? new Debug(log.LogSource, log.LogClass, log.Message) : log, path);

    // Remoting gives a name where others give a class.
    private static bool IsInner(LogEvent log) =>
        log.LogClass == typeof(CoordinatedShutdown) || Inner.Contains(log.LogClass.Assembly.GetName().Name)
        || (log.LogClass == typeof(DummyClassForStringSources) && log.LogSource.StartsWith("remoting", StringComparison.Ordinal));
}
