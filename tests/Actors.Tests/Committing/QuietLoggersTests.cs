using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class QuietLoggersTests
{
    [Fact]
    public void Npgsqls_statements_are_told_at_debug_and_all_else_as_it_is()
    {
        var told = new List<string>();
        using var loggers = new LoggerFactory([new Provider(told)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        var quiet = new QuietLoggers(loggers);

        quiet.CreateLogger("Npgsql.Command").LogInformation("executed");
        quiet.CreateLogger("Npgsql.Command").LogWarning("slow");
        quiet.CreateLogger("Npgsql.Connection").LogInformation("opened");

        Assert.Equal(["Npgsql.Command Debug executed", "Npgsql.Command Warning slow", "Npgsql.Connection Information opened"], told);
    }

    private sealed class Provider(List<string> told) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, told);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, List<string> told) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            told.Add($"{category} {logLevel} {formatter(state, exception)}");
    }
}
