using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Tests.Fakes;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(LogLevel Level, int Id, string Text, Exception? Exception)> All { get; } = new();

    public IEnumerable<string> Of(int id, LogLevel least = LogLevel.Information) =>
        All.Where(line => line.Id == id && line.Level >= least).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue((logLevel, eventId.Id, formatter(state, exception), exception));

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
