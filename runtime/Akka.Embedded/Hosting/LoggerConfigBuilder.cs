#nullable enable
using Akka.Actor;
using Akka.Event;

namespace Akka.Hosting;

/// <summary>What the ActorSystem logs, and to which loggers.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly HashSet<Type> _loggers = [typeof(DefaultLogger)];
    private Type? _formatter;

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => Builder = builder;

    public LogLevel LogLevel { get; set; } = LogLevel.InfoLevel;
    public bool LogConfigOnStart { get; set; }
    public DebugOptions? DebugOptions { get; set; }
    public DeadLetterOptions? DeadLetterOptions { get; set; }

    internal AkkaConfigurationBuilder Builder { get; }

    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    /// <typeparam name="T">An actor that answers <see cref="InitializeLogger"/> with <see cref="LoggerInitialized"/>.</typeparam>
    public LoggerConfigBuilder AddLogger<T>() where T : ActorBase => AddLogger(typeof(T));

    public LoggerConfigBuilder WithDefaultLogMessageFormatter<T>() where T : ILogMessageFormatter
    {
        _formatter = typeof(T);
        return this;
    }

    internal LoggerConfigBuilder AddLogger(Type logger)
    {
        _loggers.Add(logger);
        return this;
    }

    internal HoconText ToHocon()
    {
        var hocon = new HoconText()
            .Add("akka.loglevel", LogLevel.StringFor())
            .Add("akka.log-config-on-start", LogConfigOnStart)
            .Add("akka.loggers", _loggers.Select(type => type.AssemblyQualifiedName!))
            .Add("akka.logger-formatter", _formatter?.AssemblyQualifiedName);
        DebugOptions?.AddTo(hocon);
        DeadLetterOptions?.AddTo(hocon);
        return hocon;
    }
}
