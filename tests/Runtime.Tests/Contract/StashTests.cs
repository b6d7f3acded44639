using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class StashTests : RuntimeTest
{
    [Fact]
    public async Task Unstashed_messages_go_before_what_already_waits_in_their_order()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.On<string>(text =>
            {
                if (text != "open")
                {
                    act.Stash.Stash();
                    return;
                }

                act.Me.Tell("later");
                act.Change(() => act.On<string>(each => mail.Ref.Tell(each)));
                act.Stash.UnstashAll();
            });
        });
        foreach (var text in new[] { "a", "b", "c", "open" }) actor.Tell(text);

        await mail.Expect("a", "b", "c", "later");
    }

    [Fact]
    public async Task A_restart_gives_the_stash_to_the_new_instance_first()
    {
        var mail = NewMail();
        var incarnations = 0;
        var gate = new TaskCompletionSource();
        var actor = Start(act =>
        {
            var incarnation = Interlocked.Increment(ref incarnations);
            act.On<string>(text =>
            {
                gate.Task.Wait(Patience);
                if (text == "boom") throw new Boom();
                if (incarnation == 1) act.Stash.Stash();
                else mail.Ref.Tell(text);
            });
        });
        foreach (var text in new[] { "a", "b", "boom", "c" }) actor.Tell(text);
        gate.SetResult();

        await mail.Expect("a", "b", "c");
    }

    [Fact]
    public async Task What_is_stashed_when_the_actor_stops_becomes_dead_letters()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        var actor = Start(act => act.On<string>(_ => act.Stash.Stash()));
        actor.Tell("a", ActorRefs.NoSender);
        actor.Tell("b", ActorRefs.NoSender);
        actor.Tell(PoisonPill.Instance);

        Assert.Equal("a", (await mail.Next<DeadLetter>()).Message);
        Assert.Equal("b", (await mail.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_delivery_can_be_stashed_once_and_its_message_again_when_it_comes_back()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<string>(text =>
        {
            if (text == "unstash")
            {
                act.Stash.UnstashAll();
                return;
            }

            act.Stash.Stash();
            try
            {
                act.Stash.Stash();
            }
            catch (IllegalActorStateException)
            {
                mail.Ref.Tell("refused");
            }
        }));
        actor.Tell("a");
        actor.Tell("unstash");

        await mail.Expect("refused", "refused");
    }

    [Fact]
    public async Task A_full_stash_overflows()
    {
        var mail = NewMail();
        var actor = System.ActorOf(Act.Props(act => act.On<string>(_ =>
        {
            try
            {
                act.Stash.Stash();
            }
            catch (StashOverflowException)
            {
                mail.Ref.Tell($"full at {act.Stash.Count} of {act.Stash.Capacity}");
            }
        })).WithStashCapacity(2));
        for (var i = 0; i < 3; i++) actor.Tell("x");

        await mail.Expect("full at 2 of 2");
    }
}
