using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class PoisonPillTests : RuntimeTest
{
    [Fact]
    public async Task A_PoisonPill_waits_its_turn_behind_ten_thousand_messages()
    {
        var count = 0;
        var actor = Start(act => act.On<int>(_ => count++));
        for (var i = 0; i < 10_000; i++) actor.Tell(i);

        Assert.True(await actor.GracefulStop(Patience));
        Assert.Equal(10_000, count);
    }

    [Fact]
    public async Task Stop_takes_effect_after_the_current_message_and_the_rest_are_dead_letters()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        var gate = new TaskCompletionSource();
        var actor = Start(act => act.On<string>(text =>
        {
            act.From.Tell("in");
            gate.Task.Wait(Patience);
            mail.Ref.Tell(text);
        }));
        await actor.Ask<string>("first", Patience);
        actor.Tell("second", ActorRefs.NoSender);
        var gone = actor.WatchAsync();
        System.Stop(actor);
        // The guardian has passed it on.
        await System.ActorSelection("/user").ResolveOne(Patience);
        gate.SetResult();

        Assert.True(await gone.WaitAsync(Patience));
        await mail.Expect("first");
        Assert.Equal("second", (await mail.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_childs_name_can_be_used_again_only_once_its_end_has_been_processed()
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        var parent = Start(act =>
        {
            act.On<string>(_ =>
            {
                var child = act.Cell.ActorOf(Act.Props(each => each.OnPostStop = _ => gate.Task.Wait(Patience)), "child");
                act.Cell.Watch(child);
                act.Cell.Stop(child);
                try
                {
                    act.Cell.ActorOf(Act.Props(_ => { }), "child");
                }
                catch (InvalidActorNameException)
                {
                    mail.Ref.Tell("taken");
                }
            });
            act.On<Terminated>(_ => mail.Ref.Tell(act.Cell.ActorOf(Act.Props(_ => { }), "child").Path.Name));
        });
        parent.Tell("go");

        await mail.Expect("taken");
        gate.SetResult();
        await mail.Expect("child");
    }

    [Fact]
    public async Task Kill_fails_the_actor_which_stops_it()
    {
        var mail = NewMail();
        var actor = Start(_ => { });
        await mail.Watch(actor);
        actor.Tell(Kill.Instance);

        await mail.ExpectTerminated(actor);
    }
}
