using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Torture.Working;

/// <summary>Loggers of the event system's own categories that throw now and then.</summary>
internal sealed class ThrowingLoggers(Mischief mischief) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Akka.Events", StringComparison.Ordinal) ? new ThrowingLogger(mischief) : NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class ThrowingLogger(Mischief mischief) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            mischief.MayThrow(NoteKind.LoggerThrew, 200);
            return true;
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            mischief.MayThrow(NoteKind.LoggerThrew, 5);
    }
}
