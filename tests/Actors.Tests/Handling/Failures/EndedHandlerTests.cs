using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Handler actors that can't be made, or end unasked.</summary>
public sealed class EndedHandlerTests : IGroupObserver
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly ConcurrentQueue<string> Calls = new();
    private static TaskCompletionSource _gate = new();
    private static string _broken = "";

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly LogLines _log = new();
    private int _activated;

    public EndedHandlerTests()
    {
        Calls.Clear();
        _broken = "";
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task An_actor_that_cant_be_made_is_its_events_failure_with_the_reason()
    {
        await using var group = await Start(EventsHarness.Entity<Fragile, Brittle>());
        _broken = "actor";
        _topics.Append("events", "a", "a1");
        await EventsHarness.Eventually(() => _log.Of(LogEvents.AttemptFailed).Any());
        Assert.Contains("key 'a', attempt 1: HandlerStoppedException", _log.Of(LogEvents.AttemptFailed).First());
        Assert.EndsWith("InvalidOperationException: no actor today", _log.Of(LogEvents.AttemptFailed).First().Split("; again")[0]);
        _broken = "";

        await group.Handled(Zero);

        Assert.Equal(["a1"], Calls);
        Assert.Equal(1, _activated);
    }

    [Fact]
    public async Task A_first_state_that_cant_be_made_stops_its_key_alone()
    {
        await using var group = await Start(EventsHarness.Entity<Fragile, Brittle>());
        _topics.Append("events", "a", "a1");
        await group.Handled(Zero);
        _broken = "state";
        _topics.Append("events", "b", "b1");
        _topics.Append("events", "a", "a2");
        await EventsHarness.Eventually(() => Calls.Contains("a2") && group.Runtime.Context.Metrics.Blocked == 1);

        Assert.Contains("key 'b': its first state can't be made: InvalidOperationException: no state today", group.Runtime.Problem);
        Assert.DoesNotContain("b1", Calls);
        Assert.Equal(1, _activated);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("later")]
    public async Task An_actor_that_fails_behind_its_last_event_has_ended_it(string when)
    {
        var counter = EventsHarness.Entity<Timely, Count>();
        counter.Props = Props.Create(() => new FailsBehind(Props.Create<Timely>()));
        await using var group = await Start(counter);
        for (var i = 0; i < 30; i++) _topics.Append("events", "key" + i % 3, when);

        await group.Handled(Zero);

        for (var key = 0; key < 3; key++) Assert.Equal(10, (await group.Ask<Timely, Count>("key" + key, new GetCount())).Events);
        Assert.Equal(1, _activated);
        Assert.NotEmpty(_log.Of(LogEvents.ActorFailed));
    }

    [Fact]
    public async Task An_actor_that_stops_itself_while_its_handler_runs_is_followed_by_another_when_that_has_ended()
    {
        await using var group = await Start(EventsHarness.Entity<Fragile, Brittle>(), EventsHarness.OptionsWithQuickHousekeeping());
        _topics.Append("events", "a", "stop");
        _topics.Append("events", "b", "b1");
        await EventsHarness.Eventually(() => Calls.Contains("b1"));
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("has been running for") is true);
        Assert.Single(Calls, "stop");
        _gate.SetResult();

        await group.Handled(Zero);

        Assert.Equal(2, Calls.Count(c => c == "stop"));
        Assert.Equal(1, _activated);
    }

    [Fact]
    public async Task A_plain_handlers_actor_that_ends_unasked_is_noticed_and_its_partition_opened_from_what_is_committed()
    {
        await using var group = await Start(KindsOfHandlers.Of("plain", async (text, context) =>
        {
            Calls.Enqueue(text);
            if (text == "stop") await _gate.Task.WaitAsync(context.CancellationToken);
        }));
        foreach (var text in new[] { "stop", "a1", "a2" }) _topics.Append("events", text, text);
        await EventsHarness.Eventually(() => Calls.Count == 3);
        group.System.ActorSelection("/user/member/shards/*/handler-0").Tell(PoisonPill.Instance);
        await EventsHarness.Eventually(() => _activated == 2);
        _gate.SetResult();

        await group.Handled(Zero);

        Assert.Equal(["a1", "a2", "stop"], Calls.Distinct().Order());
    }

    void IGroupObserver.Activated(string group, TopicPartition partition, long? resume) => Interlocked.Increment(ref _activated);

    private async Task<EventsHarness> Start(HandlerDefinition handler, GroupOptions? options = null)
    {
        var group = await EventsHarness.Start(_topics, [handler], options, observers: [this], loggers: _log);
        group.Client.Assign(Zero);
        return group;
    }

    /// <summary>Stands before a handler actor, and fails when that has ended its events: the first time that it does.</summary>
    private sealed class FailsBehind(Props handler) : UntypedActor
    {
        private readonly IActorRef _handler = Context.ActorOf(handler);

        protected override void OnReceive(object message)
        {
            if (!Sender.Equals(_handler)) _handler.Forward(message);
            else throw new InvalidOperationException("behind its last event");
        }
    }

    private sealed class Timely : EntityActor<Count>
    {
        public Timely()
        {
            On(KindsOfHandlers.Events, async text =>
            {
                if (text == "later") await Task.Yield();
                Persist(new Counted(text));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }

    public sealed class Fragile : EntityActor<Brittle>
    {
        public Fragile()
        {
            if (_broken == "actor") throw new InvalidOperationException("no actor today");
            On(KindsOfHandlers.Events, async text =>
            {
                Calls.Enqueue(text);
                if (text != "stop" || _gate.Task.IsCompleted) return;
                Context.Stop(Self);
                await _gate.Task;
            });
        }
    }

    public sealed class Brittle
    {
        public Brittle()
        {
            if (_broken == "state") throw new InvalidOperationException("no state today");
        }
    }
}
