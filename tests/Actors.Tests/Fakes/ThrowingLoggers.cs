using Microsoft.Extensions.Logging;

namespace Akka.Events.Tests.Fakes;

/// <summary>Loggers that throw, in one place.</summary>
internal sealed class ThrowingLoggers(string place) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName)
    {
        ThrowAt("logger made");
        return this;
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        ThrowAt("logger asked");
        return true;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        ThrowAt("log");

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private void ThrowAt(string here)
    {
        if (here == place) throw new InvalidOperationException($"told to throw at {here}");
    }
}
