using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Placement;

/// <summary>Where shards are made, when they end, and what that leaves to others.</summary>
public sealed class PlacementTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly TopicPartition Other = new("others", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1).Create("others", 1);
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    [Fact]
    public async Task A_shard_that_throws_is_opened_anew_and_each_event_counts_once()
    {
        var options = EventsHarness.Options();
        var thrown = 0;
        options.Durable = context =>
        {
            if (context.Offset == 100 && Interlocked.Exchange(ref thrown, 1) == 0) throw new InvalidOperationException("a listener that throws once");
        };
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options);
        group.Client.Assign(Zero);
        for (var i = 0; i < 2000; i++) _topics.Append("events", "k" + i % 20, $"{i}");
        await group.Handled(Zero);

        Assert.Equal(1, thrown);
        for (var k = 0; k < 20; k++)
            Assert.Equal(
                Enumerable.Range(0, 100).Select(i => $"{i * 20 + k}"), (await group.Ask<Counter, Count>("k" + k, new GetCount())).Seen);
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task A_handler_that_never_returns_keeps_its_own_shard_from_opening_anew_which_is_said_and_no_other()
    {
        var topics = new FakeTopics().Create("events", 2);
        using var held = new ManualResetEventSlim();
        var key = Enumerable.Range(0, 100).Select(i => "key" + i).GroupBy(k => Murmur2Partitioner.Partition(KeyText.ToBytes(k), 2))
            .OrderBy(g => g.Key).Select(g => g.First()).ToArray();
        TopicPartition[] both = [new("events", 0), new("events", 1)];
        var log = new LogLines();
        var entity = KindsOfHandlers.Of("entity", (text, _) =>
        {
            _begun.Enqueue(text);
            if (text == "held") held.Wait();
            return Task.CompletedTask;
        });
        await using var group = await EventsHarness.Start(topics, [entity], loggers: log);
        group.Client.Assign(both);
        topics.Append("events", key[0], "held");
        await EventsHarness.Eventually(() => _begun.Contains("held"));
        await group.Client.Revoke(both);
        group.Client.Assign(both);
        topics.Append("events", key[1], "other");
        await group.Handled(both[1]);
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("what ran in it before has not ended", StringComparison.Ordinal) == true);
        Assert.StartsWith("events [0]: ", group.Runtime.Problem);
        Assert.True(group.Runtime.Context.Problems.ArePartial);
        held.Set();
        await group.Handled(both);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        foreach (var k in key) Assert.Equal(1, (await group.Ask<KindsOfHandlers.Handling, Count>(k, new GetCount())).Events);
        Assert.DoesNotContain(log.All, line => line.Text.Contains("[[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_waits_for_a_shard_that_recovers()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var recoveries = group.Runtime.Context.Recoveries;
        var turns = 0;
        while (recoveries.Wait(0)) turns++;
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Tails.Shards == 1);
        var answer = group.Entities.Ask<Counter, Count>("key", new GetCount());
        Assert.False(answer.IsCompleted);
        recoveries.Release(turns);

        Assert.Equal(0, (await answer).Events);
    }

    [Fact]
    public async Task A_query_to_a_shard_whose_partition_goes_while_it_recovers_is_refused_at_once()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var recoveries = group.Runtime.Context.Recoveries;
        var turns = 0;
        while (recoveries.Wait(0)) turns++;
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Tails.Shards == 1);
        var (shards, _) = await group.Runtime.Ready;
        var answer = shards.Ask<QueryAnswer>(new EntityQuery("counter", [1], 0, new GetCount()), EventsHarness.Patience);
        group.Client.Lose(Zero);

        await Assert.ThrowsAsync<PartitionNotOwnedException>(() => answer);
        recoveries.Release(turns);
    }

    [Fact]
    public async Task Giving_up_one_topics_partition_leaves_the_handlers_of_another_topic_alone()
    {
        await using var group = await EventsHarness.Start(_topics, [Gated("a", "events"), Gated("b", "others")]);
        group.Client.Assign(Zero, Other);
        _topics.Append("others", "key", "b1");
        await EventsHarness.Eventually(() => _begun.Contains("b1"));
        await group.Client.Revoke(Zero);
        _topics.Append("others", "key2", "b2");
        await EventsHarness.Eventually(() => _begun.Contains("b2"));
        Gate("b1").SetResult();
        Gate("b2").SetResult();
        await group.Handled(Other);

        Assert.Equal(["b1", "b2"], _begun);
    }

    [Fact]
    public async Task A_group_whose_shards_have_ended_joins_anew_and_goes_on_from_what_is_committed()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var first = group.Client;
        first.Assign(Zero);
        _topics.Append("events", "key", "1");
        await group.Handled(Zero);
        group.System.Stop((await group.Runtime.Ready).Shards);
        await EventsHarness.Eventually(() => group.Client != first && group.Client.IsStarted);
        group.Client.Assign(Zero);
        _topics.Append("events", "key", "2");
        await group.Handled(Zero);

        Assert.Equal(["1", "2"], (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    [Fact]
    public async Task No_cluster_is_started_for_a_group()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        group.Client.Assign(Zero);
        _topics.Append("events", "key", "x");
        await group.Handled(Zero);

        Assert.IsType<LocalActorRefProvider>(((ExtendedActorSystem)group.System).Provider);
    }

    private TaskCompletionSource Gate(string text) =>
        _gates.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private PlainHandler<string> Gated(string name, string topic) => new(
        name, Topic.Text(topic),
        async (text, _) =>
        {
            _begun.Enqueue(text);
            await Gate(text).Task;
        },
        new HandlerOptions());
}
