using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Runtime.Tests.Hosting;

public sealed class LoggerTests
{
    [Theory]
    [InlineData(Akka.Event.LogLevel.DebugLevel, LogLevel.Debug)]
    [InlineData(Akka.Event.LogLevel.InfoLevel, LogLevel.Information)]
    [InlineData(Akka.Event.LogLevel.WarningLevel, LogLevel.Warning)]
    [InlineData(Akka.Event.LogLevel.ErrorLevel, LogLevel.Error)]
    public async Task Log_events_reach_the_hosts_loggers_with_level_cause_and_text(Akka.Event.LogLevel level, LogLevel expected)
    {
        var entries = new Entries();
        using var host = Hosts.Build(
            akka => akka.ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = Akka.Event.LogLevel.DebugLevel;
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            }),
            services => services.AddLogging(logging => logging.AddProvider(entries).SetMinimumLevel(LogLevel.Trace)));
        await host.StartAsync();
        var cause = new InvalidOperationException("the cause");

        host.Services.GetRequiredService<ActorSystem>().Log.Log(level, cause, "flight {0} is late", 42);

        var entry = await entries.FirstAsync(e => e.Cause == cause);
        Assert.Equal(expected, entry.Level);
        Assert.Contains("flight 42 is late", entry.Text);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_given_factory_is_used_in_place_of_the_hosts()
    {
        var entries = new Entries();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(entries));
        using var host = Hosts.Build(akka => akka.ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory(factory)));
        await host.StartAsync();

        host.Services.GetRequiredService<ActorSystem>().Log.Warning("by the given factory");

        Assert.Equal(LogLevel.Warning, (await entries.FirstAsync(e => e.Text.Contains("by the given factory"))).Level);
        await host.StopAsync();
    }

    [Fact]
    public async Task Options_reach_the_systems_settings()
    {
        using var host = Hosts.Build(akka => akka.ConfigureLoggers(loggers =>
        {
            loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
            loggers.ClearLoggers();
            loggers.DebugOptions = new DebugOptions { Unhandled = true };
            loggers.DeadLetterOptions = new DeadLetterOptions { ShouldLog = TriStateValue.Some, LogCount = 3, LogDuringShutdown = false };
        }));
        await host.StartAsync();

        var settings = host.Services.GetRequiredService<ActorSystem>().Settings;

        Assert.Equal("WARNING", settings.LogLevel, ignoreCase: true);
        Assert.True(settings.DebugUnhandledMessage);
        Assert.Equal(3, settings.LogDeadLetters);
        Assert.False(settings.LogDeadLettersDuringShutdown);
        await host.StopAsync();
    }

    private sealed record Entry(LogLevel Level, Exception Cause, string Text);

    private sealed class Entries : ILoggerProvider, ILogger
    {
        private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>();

        public async Task<Entry> FirstAsync(Predicate<Entry> predicate)
        {
            while (true)
            {
                var entry = await _entries.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
                if (predicate(entry)) return entry;
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception exception, Func<TState, Exception, string> formatter) =>
            _entries.Writer.TryWrite(new Entry(logLevel, exception, formatter(state, exception)));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable BeginScope<TState>(TState state) => null;

        public void Dispose()
        {
        }
    }
}
