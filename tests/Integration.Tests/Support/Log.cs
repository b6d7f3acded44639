using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>Keeps what a host has logged, from information up, but for PostgreSQL's commands.</summary>
internal sealed class Log : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public bool Has(params string[] parts) =>
        _lines.Any(line => parts.All(part => line.Contains(part, StringComparison.OrdinalIgnoreCase)));

    public int Count(string text) => _lines.Count(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => string.Join('\n', _lines);

    ILogger ILoggerProvider.CreateLogger(string category) => category.StartsWith("Npgsql", StringComparison.Ordinal)
        ? NullLogger.Instance : this;

    bool ILogger.IsEnabled(LogLevel level) => level >= LogLevel.Information;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        if (level >= LogLevel.Information)
            _lines.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {level}: {format(state, exception)}");
    }

    void IDisposable.Dispose()
    {
    }
}
