using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class RestartTests : RuntimeTest
{
    [Fact]
    public async Task Stopping_an_actor_that_waits_in_a_restart_for_its_children_ends_it()
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        var starts = 0;
        var actor = Start(act =>
        {
            Interlocked.Increment(ref starts);
            act.OnPreStart = context => context.ActorOf(Act.Props(child => child.OnPostStop = _ =>
            {
                mail.Ref.Tell("child stops");
                gate.Task.Wait(Patience);
            }));
            act.On<Boom>(boom => throw boom);
        });
        actor.Tell(new Boom());
        await mail.Expect("child stops");
        System.Stop(actor);
        var gone = actor.WatchAsync();
        // The guardian has passed it on.
        await System.ActorSelection("/user").ResolveOne(Patience);
        gate.SetResult();

        Assert.True(await gone.WaitAsync(Patience));
        Assert.Equal(1, starts);
    }

    [Fact]
    public async Task A_restart_clears_the_behaviours()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<string>(text =>
        {
            mail.Ref.Tell($"first {text}");
            act.Push(() => act.On<string>(next =>
            {
                if (next == "boom") throw new Boom();
                mail.Ref.Tell($"second {next}");
            }));
        }));
        foreach (var text in new[] { "a", "b", "boom", "c" }) actor.Tell(text);

        await mail.Expect("first a", "second b", "first c");
    }

    [Fact]
    public async Task Watchers_hear_nothing_of_a_restart_and_all_of_the_end()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.On<Boom>(boom => throw boom);
            act.On<string>(text => mail.Ref.Tell(text));
        });
        await mail.Watch(actor);
        actor.Tell(new Boom());
        actor.Tell("alive");
        actor.Tell(PoisonPill.Instance);

        await mail.Expect("alive");
        await mail.ExpectTerminated(actor);
    }

    [Fact]
    public async Task What_it_watched_is_still_watched_after_a_restart()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        var starts = 0;
        var actor = Start(act =>
        {
            act.OnPreStart = context =>
            {
                if (Interlocked.Increment(ref starts) == 1) context.Watch(subject);
            };
            act.On<Boom>(boom => throw boom);
            act.On<string>(_ => act.From.Tell("restarted"));
            act.On<Terminated>(terminated => mail.Ref.Tell(terminated.ActorRef));
        });
        actor.Tell(new Boom());
        await actor.Ask<string>("x", Patience);
        System.Stop(subject);

        await mail.Expect(subject);
    }

    [Fact]
    public async Task An_asynchronous_handler_of_the_old_instance_does_not_go_on_in_the_new_one()
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        IActorRef waiting = null;
        var parent = Start(act =>
        {
            act.Strategy = new AllForOneStrategy(_ => Directive.Restart);
            act.On<string>(_ =>
            {
                waiting = act.Cell.ActorOf(Act.Props(child =>
                {
                    child.OnPostRestart = (_, _) => mail.Ref.Tell("restarted");
                    child.OnAsync<string>(async text =>
                    {
                        mail.Ref.Tell(text);
                        if (text == "next") return;
                        await gate.Task;
                        mail.Ref.Tell("went on");
                    });
                }));
                waiting.Tell("begins");
                act.From.Tell(act.Cell.ActorOf(Act.Props(child => child.On<Boom>(boom => throw boom))));
            });
        });
        var sibling = await parent.Ask<IActorRef>("make", Patience);
        await mail.Expect("begins");
        sibling.Tell(new Boom());
        await mail.Expect("restarted");
        gate.SetResult();
        waiting.Tell("next");

        await mail.Expect("next");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_failure_during_a_restart_can_be_restarted_once_more()
    {
        var mail = NewMail();
        var incarnations = 0;
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(_ => Directive.Restart);
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child =>
            {
                if (Interlocked.Increment(ref incarnations) is 2 or 3) throw new Boom();
                child.On<Boom>(boom => throw boom);
                child.On<string>(text => mail.Ref.Tell($"{text} {incarnations}"));
            }))));
        });
        var child = await parent.Ask<IActorRef>("make", Patience);
        child.Tell(new Boom());
        child.Tell("alive");

        await mail.Expect("alive 4");
    }
}
