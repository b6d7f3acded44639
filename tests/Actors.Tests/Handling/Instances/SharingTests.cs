using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Instances;

/// <summary>No key ever sees what another one has left in an instance, in whatever form that is.</summary>
public sealed class SharingTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    public static TheoryData<string> Remembering => Named(typeof(Remembering));

    public static TheoryData<string> Forgetful => Named(typeof(Forgetful));

    [Theory]
    [MemberData(nameof(Remembering))]
    public async Task What_an_instance_remembers_stays_with_its_key(string form)
    {
        await using var group = await Start(typeof(Remembering).GetNestedType(form)!);
        for (var round = 1; round <= 4; round++)
            for (var key = 0; key < 20; key++) _topics.Append("events", "key" + key, "x");
        await group.Handled(Zero);

        for (var key = 0; key < 20; key++) Assert.Equal(["1", "2", "3", "4"], await Seen(group, "key" + key));
    }

    [Theory]
    [MemberData(nameof(Remembering))]
    public async Task A_key_that_comes_again_finds_its_own_memory(string form)
    {
        await using var group = await Start(typeof(Remembering).GetNestedType(form)!);
        for (var round = 1; round <= 4; round++)
        {
            for (var key = 0; key < 5; key++) _topics.Append("events", "key" + key, "x");
            await group.Handled(Zero);
        }

        for (var key = 0; key < 5; key++) Assert.Equal(["1", "2", "3", "4"], await Seen(group, "key" + key));
    }

    [Theory]
    [MemberData(nameof(Forgetful))]
    public async Task An_instance_that_remembers_nothing_serves_any_key(string form)
    {
        await using var group = await Start(typeof(Forgetful).GetNestedType(form)!);
        var type = (EntityType)group.Runtime.Context.Handlers[0];
        Assert.Null(type.OwnInstance);
        for (var key = 0; key < 100; key++) _topics.Append("events", "key" + key, "a" + key);
        for (var key = 0; key < 100; key++) _topics.Append("events", "key" + key, "b" + key);
        await group.Handled(Zero);

        for (var key = 0; key < 100; key++) Assert.Equal(["a" + key, "b" + key], await Seen(group, "key" + key));
    }

    [Fact]
    public async Task Few_instances_serve_many_keys()
    {
        CountsItself.Made = 0;
        await using var group = await Start(typeof(CountsItself));
        for (var round = 0; round < 20; round++)
        {
            for (var key = 0; key < 100; key++) _topics.Append("events", "key" + round + "-" + key, "x");
            await group.Handled(Zero);
        }

        Assert.InRange(CountsItself.Made, 1, 200);
    }

    [Fact]
    public async Task What_a_handler_has_left_running_still_has_its_own_key_and_no_state_of_another()
    {
        LeavesRunning.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LeavesRunning.Left.Clear();
        await using var group = await Start(typeof(LeavesRunning));
        for (var key = 0; key < 50; key++) _topics.Append("events", "key" + key, "x");
        await group.Handled(Zero);
        LeavesRunning.Gate.SetResult();
        var left = await Task.WhenAll(LeavesRunning.Left);

        Assert.Equal(50, left.Length);
        Assert.All(left, l => Assert.Equal(l.Before, l.After));
        Assert.All(left, l => Assert.IsType<InvalidOperationException>(l.State));
        Assert.All(left, l => Assert.IsType<InvalidOperationException>(l.Persist));
    }

    [Fact]
    public async Task A_handler_has_its_key_its_state_and_its_event_on_whatever_thread_it_goes_on()
    {
        await using var group = await Start(typeof(Wanders));
        for (var round = 0; round < 3; round++)
            for (var key = 0; key < 50; key++) _topics.Append("events", "key" + key, "x" + round);
        await group.Handled(Zero);

        for (var key = 0; key < 50; key++)
            Assert.Equal([$"key{key} 0 key{key}", $"key{key} 1 key{key}", $"key{key} 2 key{key}"], await Seen(group, "key" + key));
    }

    [Fact]
    public async Task An_asynchronous_handler_has_its_actors_context_after_each_await_and_one_step_at_a_time()
    {
        await using var group = await Start(typeof(GoesOn));
        for (var key = 0; key < 20; key++) _topics.Append("events", "key" + key, "x");
        await group.Handled(Zero);

        for (var key = 0; key < 20; key++) Assert.Equal(["100 steps, the shard asks, piped: True"], await Seen(group, "key" + key));
    }

    private static TheoryData<string> Named(Type outer) =>
        [.. outer.GetNestedTypes().Where(type => !type.IsAbstract && typeof(ActorBase).IsAssignableFrom(type)).Select(type => type.Name)];

    private async Task<EventsHarness> Start(Type entity)
    {
        var options = new EntityOptions("entity", new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5) });
        var group = await EventsHarness.Start(_topics, [new EntityType<Count>(entity, options)]);
        group.Client.Assign(Zero);
        return group;
    }

    private static async Task<string[]> Seen(EventsHarness group, string key)
    {
        var bytes = KeyText.ToBytes(key);
        var (shards, _) = await group.Runtime.Ready;
        var answer = await shards.Ask<QueryAnswer>(new EntityQuery("entity", bytes, 0, new GetCount()), EventsHarness.Patience);
        return ((Count)answer.Answer!).Seen;
    }

    public sealed class GoesOn : EntityActor<Count>
    {
        public GoesOn()
        {
            On(Counter.Events, async _ =>
            {
                var (self, parent) = (Self, Context.Parent);
                var (steps, atOnce, most) = (0, 0, 0);
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Step()));
                var answer = await Piped(Context.System, Task.FromResult(Self.Equals(self)));
                Persist(new Counted($"{(most == 1 ? steps : -1)} steps, {(Sender.Equals(parent) ? "the shard" : "another")} asks, piped: {answer}"));

                static async Task<object> Piped(ActorSystem system, Task<bool> task)
                {
                    var inbox = Inbox.Create(system);
                    await task.PipeTo(inbox.Receiver);
                    return await inbox.ReceiveAsync(EventsHarness.Patience);
                }

                async Task Step()
                {
                    for (var i = 0; i < 10; i++)
                    {
                        await Task.Yield();
                        most = Math.Max(most, ++atOnce);
                        if (Self.Equals(self) && Context.Parent.Equals(parent)) steps++;
                        atOnce--;
                    }
                }
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }

    public sealed class CountsItself : EntityActor<Count>
    {
        public static int Made;

        public CountsItself()
        {
            Interlocked.Increment(ref Made);
            On(Counter.Events, text => Persist(new Counted(text)));
            Apply<Counted>((state, _) => state with { Events = state.Events + 1 });
        }
    }

    public sealed class LeavesRunning : EntityActor<Count>
    {
        public static readonly System.Collections.Concurrent.ConcurrentQueue<Task<(string Before, string After, object? State, object? Persist)>> Left = new();
        public static TaskCompletionSource Gate = new();

        public LeavesRunning()
        {
            On(Counter.Events, text =>
            {
                Left.Enqueue(Later(Key));
                Persist(new Counted(text));
            });
            Apply<Counted>((state, _) => state with { Events = state.Events + 1 });
        }

        private async Task<(string Before, string After, object? State, object? Persist)> Later(string before)
        {
            await Gate.Task.ConfigureAwait(false);
            return (before, Key, Record.Exception(() => State), Record.Exception(() => Persist(new Counted(""))));
        }
    }

    public sealed class Wanders : EntityActor<Count>
    {
        public Wanders()
        {
            On(Counter.Events, async _ =>
            {
                await Task.Yield();
                var key = Key;
                var events = State.Events;
                await Task.Run(async () =>
                {
                    await Task.Delay(1).ConfigureAwait(false);
                    Persist(new Counted($"{key} {events} {Event.Key}"));
                }).ConfigureAwait(false);
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
