using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class TerminationTests : RuntimeTest
{
    [Fact]
    public async Task Ten_thousand_actors_in_the_middle_of_their_work_all_stop()
    {
        const int count = 10_000;
        var stopped = 0;
        var actors = Enumerable.Range(0, count).Select(_ => Start(act =>
        {
            act.OnPostStop = _ => Interlocked.Increment(ref stopped);
            act.On<int>(n => act.Me.Tell(n + 1));
            act.OnAsync<string>(_ => Task.Delay(Timeout.Infinite));
        })).ToList();
        for (var i = 0; i < count; i++) actors[i].Tell(i % 3 == 0 ? "wait" : i);

        await System.Terminate().WaitAsync(Patience);

        Assert.Equal(count, stopped);
    }

    [Fact]
    public async Task Callbacks_run_last_registered_first_and_a_failing_one_does_not_stop_the_others()
    {
        var order = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            System.RegisterOnTermination(() =>
            {
                order.Add(number);
                if (number == 1) throw new Boom();
            });
        }

        await System.Terminate().WaitAsync(Patience);

        Assert.Equal([2, 1, 0], order);
        Assert.Throws<InvalidOperationException>(() => System.RegisterOnTermination(() => { }));
    }

    [Fact]
    public async Task Terminating_twice_is_terminating_once_and_then_no_actor_can_be_made()
    {
        var first = System.Terminate();
        var second = System.Terminate();
        await first.WaitAsync(Patience);

        Assert.Same(first, second);
        Assert.Same(System.WhenTerminated, first);
        Assert.Throws<InvalidOperationException>(() => Start(_ => { }));
    }

    [Fact]
    public async Task Children_stop_before_their_parent_does()
    {
        var mail = new List<string>();
        Start(act =>
        {
            act.OnPreStart = context => context.ActorOf(Act.Props(child => child.OnPostStop = _ => mail.Add("child")));
            act.OnPostStop = _ => mail.Add("parent");
        });
        await System.Terminate().WaitAsync(Patience);

        Assert.Equal(["child", "parent"], mail);
    }

    [Fact]
    public async Task A_stopping_actor_makes_no_children()
    {
        var outcome = new TaskCompletionSource<Exception>();
        var actor = Start(
            act => act.OnPostStop = context => outcome.SetResult(Record.Exception(() => context.ActorOf(Act.Props(_ => { })))));
        System.Stop(actor);

        Assert.IsType<InvalidOperationException>(await outcome.Task.WaitAsync(Patience));
    }
}
