using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Lanes;

/// <summary>Handler actors that serve one key after another, several keys a message.</summary>
public sealed class LeasedActorsTests : IDisposable
{
    private static readonly TopicPartition Zero = new("events", 0);

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();
    private static readonly ConcurrentQueue<string> Begun = new();
    private static readonly ManualResetEventSlim Blocking = new();

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    public LeasedActorsTests()
    {
        Gates.Clear();
        Begun.Clear();
        Blocking.Reset();
    }

    public void Dispose() => Blocking.Set();

    [Fact]
    public async Task Asynchronous_handlers_of_as_many_keys_as_there_are_run_at_once()
    {
        const int keys = 300;
        await using var group = await Start();
        for (var key = 0; key < keys; key++) Append("key" + key, "wait " + key);
        await EventsHarness.Eventually(() => Begun.Count == keys);
        for (var key = 0; key < keys; key++) Open("wait " + key);
        await group.Handled(Zero);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_no_other_key()
    {
        await using var group = await Start();
        // So that messages carry many keys.
        for (var i = 0; i < 5000; i++) Append("warm" + i % 500, "x");
        await group.Handled(Zero);
        Append("blocked", "block");
        for (var key = 0; key < 200; key++) Append("key" + key, "x");
        for (var key = 0; key < 200; key++) await Events(group, "key" + key, 1);
        Assert.Contains("block", Begun);
        Blocking.Set();
        await group.Handled(Zero);
    }

    [Fact]
    public async Task What_has_ended_of_a_key_is_committed_while_its_next_event_still_runs()
    {
        await using var group = await Start();
        for (var i = 0; i < 5; i++) Append("a", "wait " + i);
        for (var i = 0; i < 4; i++)
        {
            Open("wait " + i);
            await EventsHarness.Eventually(() => _topics.Committed.GetValueOrDefault(Zero, 0) == i + 1);
        }
        await EventsHarness.Eventually(() => Begun.Count == 5);
        Open("wait 4");
        await group.Handled(Zero);
    }

    [Fact]
    public async Task What_has_ended_before_an_event_that_goes_on_is_committed_and_what_is_behind_it_waits()
    {
        await using var group = await Start();
        foreach (var text in new[] { "x", "y", "wait", "z" }) Append("a", text);
        await EventsHarness.Eventually(() => _topics.Committed.GetValueOrDefault(Zero, 0) == 2 && Begun.Count == 1);
        Open("wait");
        await group.Handled(Zero);
        Assert.Equal(["x", "y", "wait", "z"], (await group.Ask<Leased, Count>("a", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_key_that_waits_for_its_next_attempt_answers_with_its_last_state()
    {
        await using var group = await Start(e => e.Handler.MinBackoff = e.Handler.MaxBackoff = TimeSpan.FromHours(1));
        foreach (var text in new[] { "x", "fail", "y" }) Append("a", text);
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Failed == 1);
        for (var i = 0; i < 3; i++) Assert.Equal(["x"], (await group.Ask<Leased, Count>("a", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_blocked_key_answers_with_its_last_state()
    {
        await using var group = await Start(e => e.Handler.DontRetry<InvalidOperationException>());
        foreach (var text in new[] { "x", "fail", "y" }) Append("a", text);
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Blocked == 1);
        for (var i = 0; i < 3; i++) Assert.Equal(["x"], (await group.Ask<Leased, Count>("a", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_query_behind_a_handler_that_runs_for_long_is_told_so()
    {
        var time = new JumpingTime();
        await using var group = await Start(time: time, options: EventsHarness.OptionsWithQuickHousekeeping());
        Append("a", "wait");
        await EventsHarness.Eventually(() => Begun.Count == 1);
        var answer = group.Ask<Leased, Count>("a", new GetCount());
        await group.Ask<Leased, Count>("b", new GetCount()); // behind the other
        time.Pass(TimeSpan.FromSeconds(5));
        Assert.Contains("an event's handler has been running for", (await Assert.ThrowsAnyAsync<Exception>(() => answer)).ToString());
        Open("wait");
        await group.Handled(Zero);
        Assert.Equal(["wait"], (await group.Ask<Leased, Count>("a", new GetCount())).Seen);
    }

    [Fact]
    public async Task Actors_that_are_killed_lose_nothing_and_count_nothing_twice()
    {
        const int keys = 50;
        const int rounds = 60;
        await using var group = await Start();
        for (var round = 0; round < rounds; round++)
        {
            for (var key = 0; key < keys; key++) Append("key" + key, round % 10 == 0 ? "yield" : "x");
            group.System.ActorSelection("/user/member/shards/0/$*").Tell(round % 2 == 0 ? Kill.Instance : PoisonPill.Instance);
        }
        await group.Handled(Zero);
        for (var key = 0; key < keys; key++) Assert.Equal(rounds, (await group.Ask<Leased, Count>("key" + key, new GetCount())).Events);
    }

    [Fact]
    public async Task An_entity_has_as_few_actors_as_keys_run_at_once()
    {
        await using var group = await Start(options: EventsHarness.OptionsWithQuickHousekeeping());
        for (var key = 0; key < 100; key++) Append("key" + key, "wait");
        await EventsHarness.Eventually(() => Begun.Count == 100);
        var shard = await group.System.ActorSelection("/user/member/shards/0").ResolveOne(EventsHarness.Patience);
        Assert.InRange(Actors(shard), 100, 200);
        Open("wait");
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => Actors(shard) < 10);
    }

    // Children of the shard but its committer.
    private static int Actors(IActorRef shard) => ((ActorRefWithCell)shard).Children.Count() - 1;

    private static async Task Events(EventsHarness group, string key, int events)
    {
        while ((await group.Ask<Leased, Count>(key, new GetCount())).Events < events) await Task.Yield();
    }

    private void Append(string key, string text) => _topics.Append("events", key, text);

    private static void Open(string text) => GateOf(text).TrySetResult();

    private static TaskCompletionSource GateOf(string text) =>
        Gates.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task<EventsHarness> Start(
        Action<EntityOptions>? configure = null, GroupOptions? options = null, TimeProvider? time = null)
    {
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Leased, Count>(configure)], options, time: time);
        Assert.True(((EntityType)group.Runtime.Context.Handlers[0]).IsShared);
        group.Client.Assign(Zero);
        return group;
    }

    public sealed class Leased : EntityActor<Count>
    {
        public Leased()
        {
            On(Counter.Events, async text =>
            {
                Persist(new Counted(text));
                if (text == "fail") throw new InvalidOperationException("told to fail");
                if (text == "yield") await Task.Yield();
                if (text == "block")
                {
                    Begun.Enqueue(text);
                    Blocking.Wait();
                }
                if (!text.StartsWith("wait", StringComparison.Ordinal)) return;
                Begun.Enqueue(text);
                await GateOf(text).Task;
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
