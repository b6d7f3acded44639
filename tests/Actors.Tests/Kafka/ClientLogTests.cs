using Akka.Events.Kafka.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class ClientLogTests
{
    private readonly RecordedLog _lines = new();
    private readonly ManualTime _time = new();
    private readonly ClientLog _log;

    public ClientLogTests() => _log = new ClientLog(_lines.CreateLogger("Kafka"), _time, new ClientLog.Brokers());

    [Fact]
    public void Brokers_that_stay_away_are_said_with_growing_waits_and_how_often_they_were_tried()
    {
        for (var tries = 0; tries < 20 * 60; tries++)
        {
            Write("FAIL", "Connection refused");
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }
        Assert.InRange(_lines.Count("Connection refused"), 5, 8);
        Assert.Equal(1, _lines.Count("Connection refused (and 19 more since this was said last)"));
    }

    [Fact]
    public void The_clients_of_a_process_say_of_each_broker_that_is_away_once_that_it_is()
    {
        var brokers = new ClientLog.Brokers();
        foreach (var client in new[] { "producer-1", "consumer-2", "producer-3" })
            foreach (var broker in new[] { "one:9092/1", "two:9092/2" })
                new ClientLog(_lines, _time, brokers).Write(new LogMessage(
                    $"rdkafka#{client}", SyslogLevel.Error, "FAIL",
                    $"[thrd:{broker}]: {broker}: Connect to ipv4#{broker} failed: Connection refused (after 3ms in state CONNECT, 2 identical error(s) suppressed)"));
        const string refused = "failed: Connection refused (in state CONNECT)";
        Assert.Equal(
            $"rdkafka#producer-1 FAIL: one:9092/1: Connect to ipv4#one:9092/1 {refused}\nrdkafka#producer-1 FAIL: two:9092/2: Connect to ipv4#two:9092/2 {refused}",
            _lines.ToString());
    }

    [Fact]
    public void Other_lines_are_written_as_they_come()
    {
        for (var times = 0; times < 20; times++) Write("SESSTMOUT", "session timed out");
        Assert.Equal(20, _lines.Count("session timed out"));
    }

    [Fact]
    public void A_producer_without_a_number_is_worth_a_warning_when_it_stays_so()
    {
        using var log = new LogLines();
        var lines = new ClientLog(log, _time, new ClientLog.Brokers());
        var message = new LogMessage(
            "rdkafka#producer-1", SyslogLevel.Warning, "GETPID", "Failed to acquire idempotence PID: Coordinator load in progress: retrying");
        lines.Write(message);
        _time.Advance(TimeSpan.FromSeconds(5));
        lines.Write(message);
        Assert.Equal([LogLevel.Debug, LogLevel.Warning], log.All.Select(line => line.Level));
    }

    [Theory]
    [InlineData("ERROR", "1/1 brokers are down", LogLevel.Debug)]
    [InlineData("CONFWARN", "Configuration property session.timeout.ms is a consumer property and will be ignored by this producer instance", LogLevel.Debug)]
    [InlineData("CONFWARN", "Configuration property topic.metadata.refresh.sparse is deprecated", LogLevel.Warning)]
    [InlineData("FAIL", "localhost:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed", LogLevel.Warning)]
    public void A_property_that_is_meant_for_other_clients_is_no_warning(string facility, string text, LogLevel expected)
    {
        using var log = new LogLines();
        new ClientLog(log, _time, new ClientLog.Brokers()).Write(new LogMessage("rdkafka#producer-1", SyslogLevel.Warning, facility, text));
        Assert.Equal(expected, Assert.Single(log.All).Level);
    }

    private void Write(string facility, string message) => _log.Write(new LogMessage("rdkafka#consumer-1", SyslogLevel.Error, facility, message));
}
