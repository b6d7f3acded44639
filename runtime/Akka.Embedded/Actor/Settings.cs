using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.Actor;

public class Settings
{
    private readonly Lock _lock = new();
    private readonly Config _user;
    private volatile Config _config;
    private Config _fallback;

    internal Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _user = config;
        _fallback = ConfigurationFactory.Default();
        _config = _user.SafeWithFallback(_fallback);

        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        LogLevel = Config.GetString("akka.loglevel");
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel");
        Loggers = Config.GetStringList("akka.loggers");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = DeadLettersToLog(Config.GetString("akka.log-dead-letters"));
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages");
        SchedulerClass = Config.GetString("akka.scheduler.implementation");
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout");
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown: run-by-actor-system-terminate = on needs terminate-actor-system = on, else the system " +
                "never ends");
        }

        EmitActorTelemetry = Config.GetBoolean("akka.actor.telemetry.enabled");
        Home = Config.GetString("akka.home") ?? "";
        var bootstrap = setup.Get<BootstrapSetup>();
        HasCluster = bootstrap is { HasValue: true, Value.ActorRefProvider: { HasValue: true, Value.HasCluster: true } }
            || Config.GetString("akka.actor.provider") is { } provider && provider.Contains("cluster", StringComparison.OrdinalIgnoreCase);
    }

    public Config Config => _config;
    public ActorSystem System { get; }
    public ActorSystemSetup Setup { get; }
    public TimeSpan AskTimeout { get; }
    public string LogLevel { get; }
    public string StdoutLogLevel { get; }
    public IList<string> Loggers { get; }
    internal TimeSpan LoggerStartTimeout { get; }
    internal bool LogConfigOnStart { get; }
    public int LogDeadLetters { get; }
    public bool LogDeadLettersDuringShutdown { get; }
    public TimeSpan LogDeadLettersSuspendDuration { get; }
    public bool AddLoggingReceive { get; }
    public bool DebugAutoReceive { get; }
    public bool DebugLifecycle { get; }
    public bool DebugEventStream { get; }
    public bool DebugUnhandledMessage { get; }
    public bool SerializeAllMessages { get; }
    public string SchedulerClass { get; }
    public TimeSpan SchedulerShutdownTimeout { get; }
    public bool HasCluster { get; }
    public bool CoordinatedShutdownTerminateActorSystem { get; }
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }
    public bool EmitActorTelemetry { get; }
    public string Home { get; }

    public void InjectTopLevelFallback(Config config)
    {
        lock (_lock)
        {
            _fallback = _fallback.SafeWithFallback(config);
            _config = _user.SafeWithFallback(_fallback);
        }
    }

    private static int DeadLettersToLog(string text) => text?.ToLowerInvariant() switch
    {
        "on" or "true" => int.MaxValue,
        "off" or "false" => 0,
        _ => int.TryParse(text, out var count)
            ? count
            : throw new ConfigurationException($"akka.log-dead-letters must be a number, on or off; it is [{text}]"),
    };
}
