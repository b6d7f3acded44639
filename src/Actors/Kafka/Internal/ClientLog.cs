using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal;

/// <summary>librdkafka's log lines in the application's log.</summary>
internal static class ClientLog
{
    /// <summary>The facility of lines that say why a broker can't be used.</summary>
    internal const string Failure = "FAIL";

    internal static void Write(ILogger log, LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        log.Log(level, "{Client} {Facility}: {Message}", message.Name, message.Facility, message.Message);
    }
}
