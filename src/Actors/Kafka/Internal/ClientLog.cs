using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal;

/// <summary>librdkafka's log lines in the application's log.</summary>
internal static class ClientLog
{
    /// <summary>The facility of lines that say why a broker can't be used.</summary>
    internal const string Failure = "FAIL";

    // What a user passes through goes to every client: one that has no use for a property of the others isn't worth a warning.
    private const string ConfigurationWarning = "CONFWARN", OfOthers = "will be ignored by this";

    internal static void Write(ILogger log, LogMessage message)
    {
        var ofOthers = message.Facility == ConfigurationWarning && message.Message.Contains(OfOthers, StringComparison.Ordinal);
        var level = ofOthers ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        log.Log(level, "{Client} {Facility}: {Message}", message.Name, message.Facility, message.Message);
    }
}
