using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events;

/// <summary>
/// The user's loggers as the library uses them: whatever a provider throws is counted, and reaches nobody who logs. No call site needs a
/// guard of its own.
/// </summary>
internal sealed class ContainedLoggerFactory : ILoggerFactory
{
    private readonly ILoggerFactory _loggers;

    private ContainedLoggerFactory(ILoggerFactory loggers) => _loggers = loggers;

    /// <summary>The factory, contained once.</summary>
    public static ILoggerFactory Of(ILoggerFactory loggers) =>
        loggers is ContainedLoggerFactory or NullLoggerFactory ? loggers : new ContainedLoggerFactory(loggers);

    public ILogger CreateLogger(string categoryName)
    {
        try
        {
            return new ContainedLogger(_loggers.CreateLogger(categoryName));
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
            return NullLogger.Instance;
        }
    }

    public void AddProvider(ILoggerProvider provider) => _loggers.AddProvider(provider);

    // The user's factory is the user's to dispose of.
    public void Dispose()
    {
    }
}
