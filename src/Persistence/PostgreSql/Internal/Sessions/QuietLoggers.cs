using Microsoft.Extensions.Logging;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>Npgsql's loggers, but each statement, which it tells at Information, at Debug: there are some of them for each commit.</summary>
internal sealed class QuietLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string Statements = "Npgsql.Command";

    public ILogger CreateLogger(string categoryName)
    {
        var logger = loggers.CreateLogger(categoryName);
        return categoryName == Statements ? new Quiet(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    // The factory is the host's.
    public void Dispose()
    {
    }

    private sealed class Quiet(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(Of(logLevel));

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(Of(logLevel), eventId, state, exception, formatter);

        private static LogLevel Of(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
    }
}
