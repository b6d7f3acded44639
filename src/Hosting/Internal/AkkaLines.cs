using Akka.Actor;
using Akka.Event;
using Akka.Events.Operating;
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

    // Whose actors tell of themselves, without what a service's own have to say.
    private static readonly HashSet<string?> Library =
    [
        .. Inner, "Akka", "Akka.Cluster", "Akka.Cluster.Metrics", "Akka.Cluster.Hosting", "Akka.Coordination", "Akka.Discovery", "Akka.Hosting", "Akka.Persistence.Query",
        "Akka.Remote.Hosting", "Akka.Streams",
        typeof(GroupStatus).Assembly.GetName().Name, typeof(AkkaLines).Assembly.GetName().Name,
    ];

    [ThreadStatic]
    private static bool _isLibrarys;

    /// <summary>
    /// Whether the line that this thread is writing, under the one category of all that is logged by Akka's loggers (<see cref="Category"/>), is Akka's or this
    /// library's own.
    /// </summary>
    public static bool IsLibrarys => _isLibrarys;

    /// <summary>The category of all actors' lines.</summary>
    public static string Category { get; } = typeof(ActorSystem).FullName!;

    protected override void Log(LogEvent log, ActorPath path)
    {
        _isLibrarys = IsRemoting(log) || (log.LogClass != typeof(DummyClassForStringSources) && Library.Contains(log.LogClass.Assembly.GetName().Name));
        try
        {
            base.Log(log is Info && IsInner(log) ? new Debug(log.LogSource, log.LogClass, log.Message) : log, path);
        }
        finally
        {
            _isLibrarys = false;
        }
    }

    private static bool IsInner(LogEvent log) =>
        log.LogClass == typeof(CoordinatedShutdown) || Inner.Contains(log.LogClass.Assembly.GetName().Name) || IsRemoting(log);

    // Remoting gives a name where others give a class.
    private static bool IsRemoting(LogEvent log) =>
        log.LogClass == typeof(DummyClassForStringSources) && log.LogSource.StartsWith("remoting", StringComparison.Ordinal);
}
