using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Publishing;

/// <summary>What is known of a producer that its brokers don't hear.</summary>
public sealed class ProducerTroubleTests
{
    private const string Refused = "sasl_ssl://k:9093/bootstrap: SASL authentication error: Authentication failed (after 12ms in state AUTH_REQ, 3 identical error(s) suppressed)";

    private readonly ManualTimers _time = new();
    private readonly ProducerTrouble _trouble;
    private Exception? _answer = new KafkaException(ErrorCode.Local_TimedOut);
    private int _asked;

    public ProducerTroubleTests() => _trouble = new ProducerTrouble("k:9093", _time, () =>
    {
        _asked++;
        return _answer is null ? Task.CompletedTask : Task.FromException(_answer);
    });

    [Fact]
    public void It_is_known_until_a_broker_answers()
    {
        _trouble.Report(new Error(ErrorCode.Local_Authentication, Refused));
        var since = _trouble.Now!.Since;
        Assert.Equal(ProblemCause.UserRefused, _trouble.Now.Cause);
        Assert.Equal(
            "Kafka at k:9093 lets this process not in: sasl_ssl://k:9093/bootstrap: SASL authentication error: Authentication failed (in state AUTH_REQ)",
            _trouble.Now.Text);

        // To the client those that refuse are down.
        _trouble.Report(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Equal((ProblemCause.UserRefused, since), (_trouble.Now.Cause, _trouble.Now.Since));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, _asked);
        Assert.NotNull(_trouble.Now);

        _answer = null;
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, _asked);
        Assert.Null(_trouble.Now);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public void Brokers_that_are_all_away_are_told_of_with_the_clients_own_reason_and_one_of_several_is_not()
    {
        _trouble.Report(new Error(ErrorCode.Local_Transport, "one is away"));
        Assert.Null(_trouble.Now);
        _trouble.Heard(new LogMessage("p", SyslogLevel.Error, ClientLog.Failure, "[thrd:k:9093/bootstrap]: k:9093/bootstrap: Connect failed: refused (after 3ms in state CONNECT)"));
        _trouble.Report(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Equal(ProblemCause.KafkaUnreachable, _trouble.Now!.Cause);
        Assert.Equal("Kafka at k:9093 can't be reached: k:9093/bootstrap: Connect failed: refused (in state CONNECT)", _trouble.Now.Text);
    }

    [Fact]
    public void Of_a_client_that_is_closed_nothing_is_known()
    {
        _trouble.Dispose();
        _trouble.Report(new Error(ErrorCode.Local_Authentication, Refused));
        Assert.Null(_trouble.Now);
    }
}
