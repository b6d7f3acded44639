using System.Collections.Immutable;
using System.Threading.Channels;
using Akka.Events.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Dashboard.Internal.Operating;

/// <summary>
/// Log lines of this library and of Akka's for whoever watches; a service's own may hold what isn't for everybody. Without watchers it costs a look at a
/// field. A watcher that reads too slowly loses the oldest.
/// </summary>
internal sealed class LogLines : ILoggerProvider
{
    private const int MostWaiting = 1000;
    private ImmutableArray<Watching> _watching = [];

    public Watching Watch(LogLevel level)
    {
        var watching = new Watching(this, level);
        ImmutableInterlocked.Update(ref _watching, (all, one) => all.Add(one), watching);
        return watching;
    }

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose()
    {
    }

    private static bool IsOurs(string category) => category is "Akka" || category.StartsWith("Akka.", StringComparison.Ordinal);

    internal sealed class Watching(LogLines lines, LogLevel level) : IDisposable
    {
        private readonly Channel<LogLine> _channel = Channel.CreateBounded<LogLine>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

        public LogLevel Level { get; } = level;

        public ChannelReader<LogLine> Lines => _channel.Reader;

        public void Write(LogLine line) => _channel.Writer.TryWrite(line);

        public void Dispose() => ImmutableInterlocked.Update(ref lines._watching, (all, one) => all.Remove(one), this);
    }

    private sealed class Lines(LogLines lines, string category) : ILogger
    {
        private readonly bool _ours = IsOurs(category);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        // Of Akka's loggers, which users' actors write by as well.
        private readonly bool _actors = category == AkkaLines.Category;

        public bool IsEnabled(LogLevel logLevel) => _ours && (!_actors || AkkaLines.IsLibrarys) && logLevel != LogLevel.None && lines._watching.Any(w => w.Level <= logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = new LogLine(
                DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), logLevel.ToString(), category, eventId.Id, formatter(state, exception), exception?.ToString());
            foreach (var watching in lines._watching)
                if (watching.Level <= logLevel)
                    watching.Write(line);
        }
    }
}
