using System.Collections.Concurrent;
using Akka.Events.Consuming.Internal;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Plain;

public sealed class PlainHandlerTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    [Fact]
    public async Task Of_the_events_that_wait_for_a_slot_the_oldest_one_begins_first()
    {
        foreach (var (key, text) in new[] { ("a", "a1"), ("b", "b1"), ("a", "a2"), ("c", "c1"), ("b", "b2"), ("a", "a3") })
            _topics.Append("events", key, text);
        await using var group = await EventsHarness.Start(_topics, [Gated(slots: 1)]);
        group.Client.Assign(Zero);

        foreach (var text in new[] { "a1", "b1", "a2", "c1", "b2", "a3" })
        {
            await EventsHarness.Eventually(() => _begun.Contains(text));
            Gate(text).SetResult();
        }
        await group.Handled(Zero);

        Assert.Equal(["a1", "b1", "a2", "c1", "b2", "a3"], _begun);
    }

    [Fact]
    public async Task Events_of_one_key_run_one_after_another_while_other_keys_fill_the_slots()
    {
        foreach (var (key, text) in new[] { ("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1"), ("d", "d1") })
            _topics.Append("events", key, text);
        await using var group = await EventsHarness.Start(_topics, [Gated(slots: 3)]);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _begun.Count == 3);
        Assert.Equal(["a1", "b1", "c1"], _begun.Order());

        Gate("c1").SetResult();
        await EventsHarness.Eventually(() => _begun.Count == 4);
        Assert.Contains("d1", _begun);
        Gate("a1").SetResult();
        await EventsHarness.Eventually(() => _begun.Contains("a2"));
        foreach (var text in new[] { "a2", "b1", "d1" }) Gate(text).SetResult();
        await group.Handled(Zero);
    }

    [Fact]
    public async Task A_partitions_next_batch_is_read_when_each_of_the_last_has_begun()
    {
        for (var i = 0; i < 5000; i++) _topics.Append("events", "k" + i, "e");
        AssignedPartitions progress = null!;
        long ahead = 0;
        var handler = new PlainHandler<string>(
            "batches", Topic.Text("events"), (_, context) =>
            {
                ahead = Math.Max(ahead, progress.All.Single().Position - context.Offset);
                return default;
            },
            new HandlerOptions());
        await using var group = await EventsHarness.Start(_topics, [handler]);
        progress = group.Runtime.Partitions;
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.InRange(ahead, 1, 1000);
    }

    [Fact]
    public async Task The_slot_of_an_event_that_outlives_its_shard_is_free_when_it_ends()
    {
        _topics.Append("events", "a", "a1");
        var handler = Gated(slots: 1);
        await using var group = await EventsHarness.Start(_topics, [handler]);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _begun.Contains("a1"));
        group.Client.Lose(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.All(p => p.TopicPartition != Zero));
        _topics.Append("events", "b", "b1");
        group.Client.Assign(Zero);
        Assert.DoesNotContain("b1", _begun);

        Gate("a1").SetResult();
        await EventsHarness.Eventually(() => _begun.Contains("b1"));
        Gate("b1").SetResult();
        await group.Handled(Zero);
        Assert.Equal(["a1", "a1", "b1"], _begun.Order());
    }

    private TaskCompletionSource Gate(string text) =>
        _gates.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private PlainHandler<string> Gated(int slots) => new(
        "gated", Topic.Text("events"),
        async (text, _) =>
        {
            _begun.Enqueue(text);
            await Gate(text).Task;
        },
        new HandlerOptions { MaxConcurrency = slots });
}
