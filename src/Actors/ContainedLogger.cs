using Microsoft.Extensions.Logging;

namespace Akka.Events;

/// <summary>A logger that doesn't throw, whatever the one below it does.</summary>
internal sealed class ContainedLogger(ILogger log) : ILogger
{
    // Nobody here opens one.
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return log.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            log.Log(logLevel, eventId, state, Reason.Loggable(exception), formatter);
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
        }
    }
}
