using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal;

/// <summary>
/// One client's log lines in the application's log. Of the lines that say why a broker can't be used, it writes some: a client that has only
/// its bootstrap brokers left tries them twenty times a second while they are away (https://github.com/confluentinc/librdkafka/issues/5546).
/// </summary>
internal sealed class ClientLog(ILogger log, TimeProvider time)
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
    private readonly LogPace _failures = new();

    internal void Write(LogMessage message)
    {
        var passedOver = 0;
        if (message.Facility == Failure && !_failures.Take(time.GetElapsedTime(_begun), out passedOver)) return;
        var level = IsNoNews(message) ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        KafkaLog.ClientLine(log, level, message.Name, message.Facility, message.Message, LogPace.Others(passedOver));
    }

    private bool IsNoNews(LogMessage message) => message.Facility switch
    {
        ConfigurationWarning => message.Message.Contains(OfOthers, StringComparison.Ordinal),
        Error => true,
        Begins => time.GetElapsedTime(_begun) < BeginsWithin,
        _ => false,
    };
}
