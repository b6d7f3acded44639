using Akka.Events.Kafka.Internal;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class ClientLogTests
{
    [Theory]
    [InlineData("CONFWARN", "Configuration property session.timeout.ms is a consumer property and will be ignored by this producer instance", LogLevel.Debug)]
    [InlineData("CONFWARN", "Configuration property topic.metadata.refresh.sparse is deprecated", LogLevel.Warning)]
    [InlineData("FAIL", "localhost:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed", LogLevel.Warning)]
    public void A_property_that_is_meant_for_other_clients_is_no_warning(string facility, string text, LogLevel expected)
    {
        using var log = new LogLines();
        ClientLog.Write(log, new LogMessage("rdkafka#producer-1", SyslogLevel.Warning, facility, text));
        Assert.Equal(expected, Assert.Single(log.All).Level);
    }
}
