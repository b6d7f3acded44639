using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Deliveries;

public sealed class DelayTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _handled = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("batch")]
    [InlineData("entity")]
    public async Task Events_are_handled_when_their_delay_is_over_in_their_order_and_again_after_a_move(string kind)
    {
        await using var group = await EventsHarness.Start(_topics, [Handler(kind)], time: _time);
        group.Client.Assign(Zero);
        Append("a", "1");
        Append("b", "2");
        Append("a", "3");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Sum(p => p.Outstanding) == 3);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
        Assert.Empty(_handled);

        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Sum(p => p.Outstanding) == 3);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await group.Handled(Zero);
        Assert.Equal(["1", "3"], _handled.Where(text => text != "2"));
        Assert.Equal(3, _handled.Count);
    }

    [Fact]
    public async Task A_handler_with_a_short_delay_does_not_wait_for_another_ones_long_one()
    {
        var patient = KindsOfHandlers.Of("batch", (text, _) =>
        {
            _handled.Enqueue("patient " + text);
            return Task.CompletedTask;
        }, options => options.Delay = TimeSpan.FromHours(1));
        await using var group = await EventsHarness.Start(_topics, [Handler("plain"), patient], time: _time);
        group.Client.Assign(Zero);
        Append("a", "1");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Sum(p => p.Outstanding) == 1);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await EventsHarness.Eventually(() => !_handled.IsEmpty);
        Assert.Equal(["1"], _handled);
    }

    private Akka.Events.Handling.Internal.Deliveries.HandlerDefinition Handler(string kind) => KindsOfHandlers.Of(
        kind, (text, _) =>
        {
            _handled.Enqueue(text);
            return Task.CompletedTask;
        },
        options => options.Delay = TimeSpan.FromMilliseconds(100));

    private void Append(string key, string text) => _topics.Append("events", key, text);
}
