using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class SelectionTests : RuntimeTest
{
    [Fact]
    public async Task Absolute_and_relative_paths_lead_to_actors()
    {
        var parent = Start(
            act =>
            {
                act.OnPreStart = context => context.ActorOf(
                    Act.Props(child => child.On<string>(path => child.From.Tell(child.Me))), "child");
                act.On<string>(path => act.Cell.ActorSelection(path).Tell("who", act.From));
            },
            "parent");
        await parent.Ask<ActorIdentity>(new Identify("started"), Patience);
        var child = await System.ActorSelection("/user/parent/child").ResolveOne(Patience);

        Assert.Equal(child, await System.ActorSelection("akka://runtime/user/parent/child").ResolveOne(Patience));
        Assert.Equal(child, await System.ActorSelection(child.Path).Ask<IActorRef>("who", Patience));
        Assert.Equal(child, await parent.Ask<IActorRef>("child", Patience));
        Assert.Equal(child, await parent.Ask<IActorRef>("../parent/child", Patience));
    }

    [Fact]
    public async Task Where_there_is_nobody_it_is_not_found_and_a_message_is_a_dead_letter()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        var nowhere = System.ActorSelection("/user/nowhere");

        await Assert.ThrowsAsync<ActorNotFoundException>(() => nowhere.ResolveOne(Patience));
        nowhere.Tell("lost");

        Assert.Equal("/user/nowhere", (await mail.Next<DeadLetter>()).Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task Identify_of_a_dead_actor_is_answered_without_a_subject()
    {
        var dead = Start(_ => { });
        await dead.GracefulStop(Patience);

        Assert.Null((await dead.Ask<ActorIdentity>(new Identify(1), Patience)).Subject);
        Assert.Null((await System.ActorSelection("/user/nowhere").Ask<ActorIdentity>(new Identify(1), Patience)).Subject);
    }
}
