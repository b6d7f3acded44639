using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal;

/// <summary>
/// One client's log lines in the application's log. Of the lines that say why a broker can't be used, it writes some: a client that has only
/// its bootstrap brokers left tries them twenty times a second while they are away (https://github.com/confluentinc/librdkafka/issues/5546),
/// and a process has several clients.
/// </summary>
internal sealed partial class ClientLog(ILogger log, TimeProvider time, ClientLog.Brokers brokers)
{
    /// <summary>The facility of lines that say why a broker can't be used.</summary>
    internal const string Failure = "FAIL";

    // What a user passes through goes to every client: one that has no use for a property of the others isn't worth a warning.
    private const string ConfigurationWarning = "CONFWARN", OfOthers = "will be ignored by this";

    // What a client without a handler of errors logs of them: what its other lines say, or what it throws.
    private const string Error = "ERROR";

    // No coordinator yet gives a producer its number: a Kafka that has just been started needs some seconds.
    private const string Begins = "GETPID";

    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(5);

    private readonly long _begun = time.GetTimestamp();

    /// <summary>What a line says, without the client's thread and what differs from one attempt to the next.</summary>
    public static string Words(LogMessage message) => Words(message.Message);

    /// <inheritdoc cref="Words(LogMessage)"/>
    public static string Words(string line) => Attempt().Replace(Thread().Replace(line, ""), "(in state $1)");

    internal void Write(LogMessage message)
    {
        var words = Words(message);
        var passedOver = 0;
        if (message.Facility == Failure && !brokers.Of(words).Take(time.GetElapsedTime(0), out passedOver)) return;
        var level = IsNoNews(message) ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        KafkaLog.ClientLine(log, level, message.Name, message.Facility, words, LogPace.Others(passedOver));
    }

    private bool IsNoNews(LogMessage message) => message.Facility switch
    {
        ConfigurationWarning => message.Message.Contains(OfOthers, StringComparison.Ordinal),
        Error => true,
        Begins => time.GetElapsedTime(_begun) < BeginsWithin,
        _ => false,
    };

    // [thrd:localhost:9092/bootstrap]: localhost:9092/bootstrap: Connect to … failed: … (after 3ms in state CONNECT, 2 identical error(s) …)
    [GeneratedRegex(@"^\[thrd:.*?\]: ")]
    private static partial Regex Thread();

    [GeneratedRegex(@"\(after \d+ms in state (\w+)[^)]*(\(s\)[^)]*)?\)$")]
    private static partial Regex Attempt();

    /// <summary>Which lines about brokers that can't be used are worth writing, by broker; the clients of a process share it.</summary>
    internal sealed class Brokers
    {
        private readonly ConcurrentDictionary<string, LogPace> _paces = new(StringComparer.Ordinal);

        /// <summary>That of the broker whose name the line begins with.</summary>
        public LogPace Of(string words) => _paces.GetOrAdd(words.Split(": ", 2)[0], static _ => new LogPace());
    }
}
