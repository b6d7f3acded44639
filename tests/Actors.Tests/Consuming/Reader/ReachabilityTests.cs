using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Reader;

/// <summary>What keeps a member from working is said, steadily, and goes when it is mended.</summary>
public sealed class ReachabilityTests
{
    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly RecordedLog _log = new();

    [Theory]
    [InlineData(ErrorCode.InvalidSessionTimeout, "session.timeout.ms = ")]
    [InlineData(ErrorCode.GroupMaxSizeReached, "group.max.size")]
    [InlineData(ErrorCode.InconsistentGroupProtocol, "cooperative-sticky")]
    public async Task A_group_that_cannot_be_joined_says_why_until_it_is(ErrorCode code, string what)
    {
        await using var group = await Start();
        for (var i = 0; i < 20; i++) group.Client.Fail(new Error(code));
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains(what, StringComparison.Ordinal) == true);
        group.Client.Fail(new Error(code));
        group.Client.Join();
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        Assert.Equal(1, _log.Count(what));
    }

    [Fact]
    public async Task What_the_client_complains_of_again_and_again_is_said_now_and_then()
    {
        await using var group = await Start();
        for (var i = 0; i < 20; i++) group.Client.Fail(new Error(ErrorCode.Local_Transport, "Connection refused"));
        group.Client.Fail(new Error(ErrorCode.InvalidSessionTimeout));
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        Assert.InRange(_log.Count("Connection refused"), 1, 3);
    }

    [Fact]
    public async Task A_batch_that_the_client_does_not_take_is_no_broker_out_of_reach()
    {
        await using var group = await Start();
        group.Client.Fail(new Error(
            ErrorCode.Local_AllBrokersDown, "1/1 brokers are down: Receive failed: Invalid response size 110000331 (0..100000000): increase receive.message.max.bytes"));
        await EventsHarness.Eventually(
            () => group.Runtime.Problem?.StartsWith("a batch of records is larger than the client takes", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_static_member_that_was_fenced_says_so_and_joins_again_with_growing_waits_when_its_client_has_closed()
    {
        await using var group = await Start();
        var first = group.Client;
        var gate = first.CloseGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        first.Fail(new Error(ErrorCode.FencedInstanceId, "fenced", isFatal: true));
        await EventsHarness.Eventually(() => first.IsClosed);
        Assert.Same(first, group.Client);
        gate.SetResult();
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("same instance-id", StringComparison.Ordinal) == true);

        await EventsHarness.Eventually(() => group.Client != first && group.Client.IsStarted);
        var begun = TimeProvider.System.GetTimestamp();
        var second = group.Client;
        second.Fail(new Error(ErrorCode.FencedInstanceId, "fenced", isFatal: true));
        await EventsHarness.Eventually(() => group.Client != second);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(0.9));
        Assert.Contains("same instance-id", group.Runtime.Problem);
        Assert.Equal(1, _log.Count("same instance-id"));
    }

    private Task<EventsHarness> Start() => EventsHarness.Start(
        _topics, [new PlainHandler<string>("all", Topic.Text("events"), (_, _) => default, new HandlerOptions())], loggers: _log);
}
