using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Visits;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Visits;

/// <summary>Visits to all entities of a class: whom they find, in which order, and what is left when they are broken off.</summary>
public sealed class VisitTests
{
    private const int Keys = ShardVisits.Page * 2 + 7;
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly LogLines _log = new();
    private readonly Script _script = new();

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Each_entity_is_visited_once_in_memory_in_the_journals_tail_and_in_the_store_and_it_stays_so(int tail)
    {
        using var folder = new TemporaryFolder();
        SqliteStore Store() => new(new SqliteSettings { Path = folder.File("events.db") }, TimeProvider.System);
        var options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = tail;
        options.RetainHistory = true;
        await using (var group = await Start(options, Store()))
        {
            group.Client.Assign(Zero);
            for (var i = 0; i < Keys; i++) _topics.Append("events", $"key{i}", "event");
            _topics.Append("events", "key3", "delete");
            await group.Handled(Zero);
            Assert.Equal((Keys - 1, 0, true), Of(await Visit(group, "close")));
            await group.Leave();
        }
        await using var again = await Start(options, Store());
        again.Client.Assign(Zero);
        _topics.Append("events", "new", "event");
        await again.Handled(Zero);
        Assert.Equal((Keys, 0, true), Of(await Visit(again, "close")));

        Assert.Equal(["event", "visited", "visited"], (await again.Ask<Visited, Count>("key7", new GetCount())).Seen);
        Assert.Equal(["event", "visited"], (await again.Ask<Visited, Count>("new", new GetCount())).Seen);
        Assert.Empty((await again.Ask<Visited, Count>("key3", new GetCount())).Seen);
        Assert.Equal(_topics.End(Zero), _topics.Committed[Zero]);
        var history = new List<string>();
        await foreach (var e in again.History.Read<Visited>("key7")) history.Add(e.Topic);
        Assert.Equal(["events", "visit:close", "visit:close"], history);
        Assert.Single(_log.Of(LogEvents.VisitEnded), line => line.Contains($"{Keys} visited and 0 failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_visit_has_its_turn_between_the_keys_events()
    {
        await using var group = await Start();
        group.Client.Assign(Zero);
        _topics.Append("events", "a", "first");
        _topics.Append("events", "b", "other");
        await group.Handled(Zero);
        _topics.Append("events", "a", "wait");
        await EventsHarness.Eventually(() => _script.Calls.Contains("a wait begins"));
        var visit = Visit(group, "close");
        await EventsHarness.Eventually(() => _script.Calls.Contains("b close"));
        _topics.Append("events", "a", "last");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Single().Position == 4);
        Assert.False(visit.IsCompleted);
        _script.Gate.SetResult();

        Assert.Equal((2, 0, true), Of(await visit));
        await group.Handled(Zero);
        Assert.Equal(["a first", "a wait begins", "a wait", "a close", "a last"], _script.Calls.Where(call => call[0] == 'a'));
        Assert.Equal(["first", "wait", "visited", "last"], (await group.Ask<Visited, Count>("a", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_move_breaks_a_visit_off_and_it_says_so()
    {
        await using var group = await Start();
        group.Client.Assign(Zero);
        for (var i = 0; i < 3; i++) _topics.Append("events", $"key{i}", "event");
        await group.Handled(Zero);
        var visit = Visit(group, "stop at key1");
        var behind = Visit(group, "close");
        await EventsHarness.Eventually(() => _script.Calls.Count(call => call.EndsWith("stop at key1", StringComparison.Ordinal)) == 3);
        await group.Client.Revoke(Zero);

        var (result, next) = (await visit, await behind);
        Assert.False(result.IsComplete);
        Assert.Equal("its partitions are being given up", Assert.Single(result.Shards).Aborted);
        Assert.Equal((0, 0, false), Of(next));
        Assert.Equal(2, _log.Of(LogEvents.VisitAborted).Count());
        Assert.Empty((await Visit(group, "close")).Shards);
        var elsewhere = await new EventsControl(Groups(group)).VisitAsync<Visited>("close", [7]);
        Assert.Equal("it isn't in this process, or is just moving", Assert.Single(elsewhere.Shards).Aborted);

        await EventsHarness.Eventually(() => _script.Calls.Contains("cancelled"));
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Any(p => p.Watermark == 3));
        Assert.Equal((3, 0, true), Of(await Visit(group, "close")));
        Assert.Equal(["event", "visited"], (await group.Ask<Visited, Count>("key1", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_visit_that_throws_and_a_blocked_key_count_as_failed_and_the_others_go_on()
    {
        await using var group = await Start();
        group.Client.Assign(Zero);
        for (var i = 0; i < 4; i++) _topics.Append("events", $"key{i}", "event");
        await group.Handled(Zero);
        _topics.Append("events", "key2", "block");
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Blocked == 1);

        Assert.Equal((2, 2, true), Of(await Visit(group, "fail at key1")));
        Assert.Equal(["event"], (await group.Ask<Visited, Count>("key1", new GetCount())).Seen);
        Assert.Contains("visit 'fail at key1' of 'visited' has failed at key key1: InvalidOperationException: bad visit", Assert.Single(_log.Of(LogEvents.VisitFailed)));
        Assert.Equal((3, 1, true), Of(await Visit(group, "close")));
    }

    [Fact]
    public async Task What_a_visit_publishes_is_sent_when_it_is_durable_and_each_has_an_id_of_its_own()
    {
        var post = new FakePost();
        await using var group = await EventsHarness.Start(_topics, [Entity()], loggers: _log, post: post);
        group.Client.Assign(Zero);
        for (var i = 0; i < 3; i++) _topics.Append("events", $"key{i}", "event");
        await group.Handled(Zero);
        Assert.Equal((3, 0, true), Of(await Visit(group, "tell")));
        Assert.Equal((3, 0, true), Of(await Visit(group, "tell")));
        await EventsHarness.Eventually(() => post.Records.Count == 6);

        Assert.All(post.Records, record => Assert.Equal("told", record.Topic));
        var ids = post.Records.Select(record => FakePost.Header(record, "ce_id")!).ToArray();
        Assert.Equal(6, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^visit:tell-[0-9a-f]{32}-[0-2]/group/visited/0$", id));
    }

    [Fact]
    public async Task A_visit_comes_by_itself_when_it_is_due()
    {
        var entity = Entity(o => o.Visit("close", every: TimeSpan.FromSeconds(1)));
        await using var group = await EventsHarness.Start(_topics, [entity], loggers: _log);
        group.Client.Assign(Zero);
        _topics.Append("events", "a", "event");
        await EventsHarness.Eventually(() => _script.Calls.Count(call => call == "a close") >= 2);
    }

    [Fact]
    public async Task A_visit_that_the_class_does_not_have_is_refused()
    {
        await using var group = await Start();
        await Assert.ThrowsAsync<ArgumentException>(() => Visit(group, "unknown"));
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => EventsHarness.Start(_topics, [Entity(o => o.Visit("unknown", TimeSpan.FromHours(1)))]));
        Assert.Contains("is to be visited for 'unknown', and the constructor of Visited has no such Visit", refused.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Entity(o => o.Visit("close", TimeSpan.Zero)));
    }

    private Task<EventsHarness> Start(GroupOptions? options = null, SqliteStore? store = null) =>
        EventsHarness.Start(_topics, [Entity()], options, store: store, loggers: _log);

    private EntityType Entity(Action<EntityOptions>? configure = null)
    {
        var entity = EventsHarness.Entity<Visited, Count>(o =>
        {
            o.Handler.DontRetry<NotSupportedException>();
            configure?.Invoke(o);
        });
        var script = _script;
        entity.Props = Props.Create(() => new Visited(script));
        return entity;
    }

    private static RunningGroups Groups(EventsHarness group) => new([group.Runtime], TimeProvider.System);

    private static Task<VisitResult> Visit(EventsHarness group, string visit) =>
        new EventsControl(Groups(group)).VisitAsync<Visited>(visit).WaitAsync(EventsHarness.Patience);

    private static (long Visited, long Failed, bool IsComplete) Of(VisitResult result) => (result.Visited, result.Failed, result.IsComplete);

    private sealed class Script
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Visited : EntityActor<Count>
    {
        private static readonly Topic<string> Told = Topic.Text("told");

        public Visited(Script script)
        {
            On(Counter.Events, async text =>
            {
                if (text == "block") throw new NotSupportedException("blocked");
                if (text == "wait")
                {
                    script.Calls.Enqueue($"{Key} wait begins");
                    await script.Gate.Task;
                }
                script.Calls.Enqueue($"{Key} {text}");
                if (text == "delete") DeleteState();
                else Persist(new Counted(text));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
            Visit("close", () =>
            {
                script.Calls.Enqueue($"{Key} close");
                Persist(new Counted("visited"));
            });
            Visit("fail at key1", () =>
            {
                Persist(new Counted("half"));
                if (Key == "key1") throw new InvalidOperationException("bad visit");
            });
            Visit("tell", () => Publish(Told, "closed", Key));
            Visit("stop at key1", async () =>
            {
                script.Calls.Enqueue($"{Key} stop at key1");
                if (Key != "key1") return;
                var token = Event.CancellationToken;
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                finally
                {
                    script.Calls.Enqueue("cancelled");
                }
            });
        }
    }
}
