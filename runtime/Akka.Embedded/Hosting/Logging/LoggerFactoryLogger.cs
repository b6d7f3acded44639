#nullable enable
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

/// <summary>Forwards the ActorSystem's log to Microsoft.Extensions.Logging: the category is the class that logs.</summary>
internal sealed class LoggerFactoryLogger : ActorBase
{
    private readonly Dictionary<Type, ILogger> _loggers = [];
    private ILoggerFactory? _factory;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case LogEvent logEvent:
                Forward(logEvent);
                return true;
            case InitializeLogger:
                var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
                _factory = setup.HasValue
                    ? setup.Value.LoggerFactory
                    : DependencyResolver.For(Context.System).Resolver.GetService<ILoggerFactory>();
                Sender.Tell(new LoggerInitialized());
                return true;
            default:
                return false;
        }
    }

    private void Forward(LogEvent logEvent)
    {
        var level = logEvent.LogLevel() switch
        {
            Event.LogLevel.DebugLevel => LogLevel.Debug,
            Event.LogLevel.InfoLevel => LogLevel.Information,
            Event.LogLevel.WarningLevel => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (!_loggers.TryGetValue(logEvent.LogClass, out var logger))
            _loggers[logEvent.LogClass] = logger = _factory!.CreateLogger(logEvent.LogClass.FullName ?? logEvent.LogClass.Name);
        if (logger.IsEnabled(level))
            logger.Log(level, default, new LogEntry(logEvent), logEvent.Cause, static (entry, _) => entry.ToString());
    }
}
