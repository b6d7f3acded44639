using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class FairnessTests() : RuntimeTest(
    """
    pinned { type = PinnedDispatcher }
    threads { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 4 }
    alias = threads
    """)
{
    [Fact]
    public async Task Actors_that_never_rest_do_not_starve_the_others()
    {
        for (var i = 0; i < Environment.ProcessorCount * 2; i++)
        {
            // Each pair would keep a thread's own queue filled for ever.
            var other = Start(act => act.OnAny(message => act.From.Tell(message)));
            other.Tell("x", Start(act => act.OnAny(message => act.From.Tell(message))));
            Start(act => act.OnAny(message => act.Me.Tell(message))).Tell("x");
        }

        var others = Enumerable.Range(0, 1000).Select(_ => Start(act => act.OnAny(message => act.From.Tell(message)))).ToList();

        await Task.WhenAll(others.Select(one => one.Ask<string>("x", Patience)));
    }

    [Theory]
    [InlineData("pinned")]
    [InlineData("threads")]
    [InlineData("alias")]
    [InlineData("akka.actor.default-blocking-io-dispatcher")]
    public async Task Handlers_that_block_on_a_dispatcher_of_their_own_do_not_stall_the_rest(string dispatcher)
    {
        var gate = new TaskCompletionSource();
        var blocking = Enumerable.Range(0, 4).Select(_ => System.ActorOf(Act.Props(act => act.On<string>(text =>
        {
            gate.Task.Wait(Patience);
            act.From.Tell(text);
        })).WithDispatcher(dispatcher))).ToList();
        var answers = blocking.Select(one => one.Ask<string>("blocked", Patience)).ToList();
        var free = Start(act => act.OnAny(message => act.From.Tell(message)));

        for (var i = 0; i < 100; i++) await free.Ask<string>("x", Patience);
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));
        gate.SetResult();
        await Task.WhenAll(answers);
        foreach (var one in blocking) Assert.True(await one.GracefulStop(Patience));
    }

    [Fact]
    public async Task A_handler_that_blocks_does_not_hold_up_those_told_in_the_same_turn()
    {
        var gate = new TaskCompletionSource();
        var mail = NewMail();
        var parent = Start(act => act.OnAny(_ =>
        {
            var blocking = act.Cell.ActorOf(Act.Props(child => child.OnAny(_ => gate.Task.Wait(Patience))));
            for (var i = 0; i < 100; i++)
            {
                act.Cell.ActorOf(Act.Props(child => child.OnAny(message => mail.Ref.Tell(message)))).Tell("x");
                if (i == 50) blocking.Tell("x");
            }
        }));

        parent.Tell("x");

        for (var i = 0; i < 100; i++) await mail.Expect("x");
        gate.SetResult();
    }

    [Fact]
    public async Task A_handler_may_wait_for_the_actors_that_it_has_told()
    {
        var parent = Start(act => act.OnAny(message =>
        {
            var children = Enumerable.Range(0, 100).Select(_ => act.Cell.ActorOf(Act.Props(child => child.OnAny(x => child.From.Tell(x)))));
            var answers = children.Select(child => child.Ask<object>(message, Patience)).ToArray();
            act.From.Tell(Task.WhenAll(answers).Wait(Patience));
        }));

        Assert.True(await parent.Ask<bool>("x", Patience));
    }

    [Fact]
    public async Task What_a_handler_leaves_in_its_flow_of_control_no_other_actor_sees()
    {
        var flow = new AsyncLocal<string>();
        var mail = NewMail();
        var parent = Start(act => act.OnAny(_ =>
        {
            for (var i = 0; i < 100; i++)
            {
                act.Cell.ActorOf(Act.Props(child => child.OnAny(_ =>
                {
                    mail.Ref.Tell(flow.Value ?? "nothing");
                    flow.Value = "something";
                }))).Tell("x");
            }
        }));

        parent.Tell("x");

        for (var i = 0; i < 100; i++) await mail.Expect("nothing");
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused() =>
        Assert.Throws<Akka.Configuration.ConfigurationException>(() => System.ActorOf(Act.Props(_ => { }).WithDispatcher("nonsense")));

    [Fact]
    public async Task Ten_thousand_timers_all_fire_and_none_too_early()
    {
        const int count = 10_000;
        var left = count;
        var early = 0;
        var done = new TaskCompletionSource();
        var clock = global::System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var due = clock.Elapsed + TimeSpan.FromMilliseconds(i % 200);
            System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(i % 200), () =>
            {
                if (clock.Elapsed < due) Interlocked.Increment(ref early);
                if (Interlocked.Decrement(ref left) == 0) done.SetResult();
            });
        }

        await done.Task.WaitAsync(Patience);
        Assert.Equal(0, early);
    }
}
