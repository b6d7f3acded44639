using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

public sealed class EntityPathTests
{
    private static readonly TopicPartition[] Both = [new("events", 0), new("events", 1)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);

    [Fact]
    public async Task Each_event_counts_once_and_in_the_order_of_its_key()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        for (var i = 0; i < 1000; i++) _topics.Append("events", "key" + (i % 10), i.ToString());
        group.Client.Assign(Both);
        await group.Handled(Both);

        for (var k = 0; k < 10; k++)
        {
            var count = await group.Entities.Ask<Counter, Count>("key" + k, new GetCount());
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (i * 10 + k).ToString()), count.Seen);
        }
    }

    [Fact]
    public async Task A_handler_that_throws_leaves_the_state_as_it_was_and_is_tried_again()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        group.Client.Assign(Both);
        foreach (var text in new[] { "a", "fail3", "b" }) _topics.Append("events", "key", text);
        await group.Handled(Both);

        var count = await group.Entities.Ask<Counter, Count>("key", new GetCount());
        Assert.Equal(["a", "fail3", "b"], count.Seen);
        Assert.Equal(3, group.Runtime.Context.Metrics.Failed);
    }

    [Fact]
    public async Task A_failing_key_does_not_stop_the_others_but_holds_the_commit_back()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        group.Client.Assign(Both);
        var failing = _topics.Append("events", "bad", "fail1000000");
        var partition = failing.TopicPartition;
        for (var i = 0; i < 100; i++) _topics.Append("events", "good" + i, "x");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.Handled == 100);

        Assert.Equal(failing.Offset.Value, _topics.Committed.GetValueOrDefault(partition, 0));
        Assert.Equal(1, (await group.Entities.Ask<Counter, Count>("good7", new GetCount())).Events);
    }

    [Fact]
    public async Task Records_that_cannot_be_decoded_are_discarded_where_asked_for_and_never_stop_the_others()
    {
        await using var group = await EventsHarness.Start(
            _topics, [EventsHarness.Entity<Numbered, Sum>(e => e.Handler.OnUndecodable = FailureMode.Discard)]);
        group.Client.Assign(Both);
        _topics.Append("events", "key", "{\"value\":1}");
        _topics.Append("events", "key", "no json");
        _topics.Append("events", "key", "{\"value\":");
        _topics.Append("events", null, "{\"value\":5}");
        _topics.Append("events", "key", null);
        _topics.Append("events", "key", "{\"value\":2}");
        await group.Handled(Both);

        Assert.Equal(3, (await group.Entities.Ask<Numbered, Sum>("key", new GetCount())).Total);
        Assert.Equal(3, group.Runtime.Context.Metrics.Discarded);
    }

    [Fact]
    public async Task A_record_that_blocks_holds_its_key_and_its_partitions_commit()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Numbered, Sum>()]);
        group.Client.Assign(Both);
        var bad = _topics.Append("events", "key", "no json");
        _topics.Append("events", "key", "{\"value\":2}");
        _topics.Append(bad.TopicPartition, "other"u8.ToArray(), "{\"value\":7}"u8.ToArray());
        await EventsHarness.Eventually(() => group.Runtime.Partitions.Handled == 1 && group.Runtime.Context.Metrics.Blocked == 1);

        Assert.Equal(bad.Offset.Value, _topics.Committed.GetValueOrDefault(bad.TopicPartition, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_blocks_is_counted_where_its_partition_is(bool entities)
    {
        HandlerDefinition handler = entities
            ? EventsHarness.Entity<Numbered, Sum>()
            : new PlainHandler<Numbers>("plain", Numbered.Events, (_, _) => default, new HandlerOptions { OnUndecodable = FailureMode.Block });
        await using var group = await EventsHarness.Start(_topics, [handler]);
        _topics.Append("events", "key", "no json");
        var metrics = group.Runtime.Context.Metrics;
        group.Client.Assign(Both);
        await EventsHarness.Eventually(() => metrics.Blocked == 1);
        group.Client.Lose(Both);
        await EventsHarness.Eventually(() => metrics.Blocked == 0);
        group.Client.Assign(Both);
        await EventsHarness.Eventually(() => metrics.Blocked == 1);
    }

    [Fact]
    public async Task What_was_committed_survives_a_new_owner_and_nothing_counts_twice()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        for (var i = 0; i < 200; i++) _topics.Append("events", "key" + (i % 7), i.ToString());
        group.Client.Assign(Both);
        await group.Handled(Both);
        await group.Client.Revoke(Both).WaitAsync(EventsHarness.Patience);
        // An operator sets the group back: the journal knows better.
        foreach (var partition in Both) _topics.Committed[partition] = 0;
        for (var i = 200; i < 300; i++) _topics.Append("events", "key" + (i % 7), i.ToString());
        group.Client.Assign(Both);
        await group.Handled(Both);

        for (var k = 0; k < 7; k++)
        {
            var count = await group.Ask<Counter, Count>("key" + k, new GetCount());
            Assert.Equal(Enumerable.Range(0, 300).Where(i => i % 7 == k).Select(i => i.ToString()), count.Seen);
        }
    }

    [Fact]
    public async Task An_entity_that_is_stopped_in_mid_work_is_replaced_and_its_event_handled_again()
    {
        var options = EventsHarness.Options();
        options.ReportStuckAfter = TimeSpan.FromMilliseconds(200);
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Fragile, Count>()], options);
        group.Client.Assign(Both);
        _topics.Append("events", "key", "a");
        _topics.Append("events", "key", "stop");
        _topics.Append("events", "key", "b");
        await group.Handled(Both);

        Assert.Equal(["a", "stop", "b"], (await group.Entities.Ask<Fragile, Count>("key", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_group_whose_journal_is_empty_reads_from_the_beginning_whatever_Kafka_holds()
    {
        for (var i = 0; i < 100; i++) _topics.Append("events", "key" + (i % 7), i.ToString());
        foreach (var partition in Both) _topics.Committed[partition] = _topics.End(partition);
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        group.Client.Assign(Both);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.Handled == 100);

        var count = await group.Entities.Ask<Counter, Count>("key3", new GetCount());
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 7 == 3).Select(i => i.ToString()), count.Seen);
    }

    [Fact]
    public async Task A_query_for_a_partition_of_another_process_is_refused_by_name()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var refused = await Assert.ThrowsAsync<PartitionNotOwnedException>(() => group.ImpatientEntities.Ask<Counter, Count>("key", new GetCount()));
        Assert.Equal(Akka.Events.Topics.Murmur2Partitioner.Partition("key"u8, 2), refused.Partition);
    }

    [Fact]
    public async Task Shutdown_commits_what_has_ended_and_leaves()
    {
        var options = EventsHarness.Options();
        options.DrainTimeout = EventsHarness.Patience;
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options);
        group.Client.Assign(Both);
        for (var i = 0; i < 100; i++) _topics.Append("events", "key" + i, i.ToString());
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Count(p => p.Handled > 0) == 2);
        await group.Leave();

        Assert.True(group.Client.IsClosed);
        Assert.All(Both, p => Assert.True(_topics.Committed.GetValueOrDefault(p, 0) > 0));
    }

    public sealed record Numbers(int Value);

    public sealed record Sum
    {
        public int Total { get; init; }
    }

    public sealed record Added(int Value);

    public sealed class Numbered : EntityActor<Sum>
    {
        public static readonly Akka.Events.Topics.Topic<Numbers> Events = Akka.Events.Topics.Topic.Json<Numbers>("events");

        public Numbered()
        {
            On(Events, e => Persist(new Added(e.Value)));
            Apply<Added>((state, e) => new Sum { Total = state.Total + e.Value });
            Query<GetCount, Sum>(_ => State);
        }
    }

    /// <summary>Stops itself when it is told to for the first time, and never ends that event.</summary>
    public sealed class Fragile : EntityActor<Count>
    {
        public Fragile()
        {
            On(Counter.Events, async text =>
            {
                if (text == "stop" && Event.Attempt == 1)
                {
                    Context.Stop(Self);
                    await Task.Delay(Timeout.InfiniteTimeSpan, Event.CancellationToken);
                }
                Persist(new Counted(text));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
