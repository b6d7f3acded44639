using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class DirectiveTests : RuntimeTest
{
    [Fact]
    public async Task Resume_keeps_the_state_and_goes_on()
    {
        var mail = NewMail();
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Resume), mail);
        foreach (var text in new[] { "add", "boom", "add", "tell" }) child.Tell(text);

        await mail.Expect(2);
    }

    [Fact]
    public async Task Stop_ends_the_child()
    {
        var mail = NewMail();
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Stop), mail);
        await mail.Watch(child);
        child.Tell("boom");

        Assert.True((await mail.ExpectTerminated(child)).ExistenceConfirmed);
    }

    [Fact]
    public async Task Escalate_fails_the_parent_whose_restart_stops_the_child()
    {
        var mail = NewMail();
        var child = await ChildOf(
            new OneForOneStrategy(_ => Directive.Escalate),
            mail,
            parent => parent.OnPostRestart = (cause, _) => mail.Ref.Tell($"parent restarted by {cause.Message}"));
        await mail.Watch(child);
        child.Tell("boom");

        var both = new[] { await mail.Next(), await mail.Next() };

        Assert.Contains("parent restarted by boom", both);
        Assert.Contains(both, message => message is Terminated terminated && terminated.ActorRef.Equals(child));
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.Strategy = new AllForOneStrategy(_ => Directive.Restart);
            act.On<string>(name => act.From.Tell(act.Cell.ActorOf(
                Act.Props(child =>
                {
                    child.On<Boom>(boom => throw boom);
                    child.OnPostRestart = (_, _) => mail.Ref.Tell(name);
                }),
                name)));
        });
        var first = await parent.Ask<IActorRef>("first", Patience);
        await parent.Ask<IActorRef>("second", Patience);
        first.Tell(new Boom());

        Assert.Equal(["first", "second"], new[] { await mail.Next<string>(), await mail.Next<string>() }.Order());
    }

    [Fact]
    public async Task All_for_one_stops_the_siblings_with_the_child_that_failed()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.Strategy = new AllForOneStrategy(_ => Directive.Stop);
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child => child.On<Boom>(boom => throw boom)))));
        });
        var children = new List<IActorRef>();
        for (var i = 0; i < 3; i++) children.Add(await parent.Ask<IActorRef>("make", Patience));
        foreach (var child in children) await mail.Watch(child);
        children[1].Tell(new Boom());

        var gone = new List<IActorRef>();
        for (var i = 0; i < 3; i++) gone.Add((await mail.Next<Terminated>()).ActorRef);
        Assert.Equal(children.Order(), gone.Order());
    }

    private async Task<IActorRef> ChildOf(SupervisorStrategy strategy, Mail mail, Action<Act> more = null)
    {
        var parent = Start(act =>
        {
            act.Strategy = strategy;
            more?.Invoke(act);
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child =>
            {
                var sum = 0;
                child.On<string>(text =>
                {
                    if (text == "boom") throw new Boom();
                    if (text == "add") sum++;
                    else mail.Ref.Tell(sum);
                });
            }))));
        });
        return await parent.Ask<IActorRef>("make", Patience);
    }
}
