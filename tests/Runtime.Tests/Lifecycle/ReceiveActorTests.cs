using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class ReceiveActorTests : RuntimeTest
{
    [Fact]
    public async Task The_first_handler_that_matches_takes_the_message()
    {
        var actor = Start(Props.Create(() => new Many()));

        Assert.Equal("small", await actor.Ask<string>(1, Patience));
        Assert.Equal("even", await actor.Ask<string>(100, Patience));
        Assert.Equal("int", await actor.Ask<string>(101, Patience));
        Assert.Equal("list", await actor.Ask<string>(new List<int>(), Patience));
        Assert.Equal("any", await actor.Ask<string>(1.5, Patience));
        Assert.Equal("any", await actor.Ask<string>("text", Patience));
    }

    [Fact]
    public async Task Nothing_can_be_added_after_ReceiveAny_nor_outside_of_the_constructor()
    {
        var outcome = new TaskCompletionSource<Exception>();
        Start(act =>
        {
            act.OnAny(_ => { });
            outcome.SetResult(Record.Exception(() => act.On<string>(_ => { })));
        });
        Assert.IsType<InvalidOperationException>(await outcome.Task.WaitAsync(Patience));

        var later = Start(act => act.On<string>(_ => act.From.Tell(Record.Exception(() => act.On<int>(_ => { })))));
        Assert.IsType<InvalidOperationException>(await later.Ask<Exception>("x", Patience));
    }

    [Fact]
    public async Task Become_replaces_BecomeStacked_pushes_and_UnbecomeStacked_pops()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<string>(text =>
        {
            mail.Ref.Tell($"1 {text}");
            act.Push(() => act.On<string>(second =>
            {
                mail.Ref.Tell($"2 {second}");
                act.Change(() => act.On<string>(third =>
                {
                    mail.Ref.Tell($"3 {third}");
                    act.Pop();
                    act.Pop();
                }));
            }));
        }));
        foreach (var text in new[] { "a", "b", "c", "d" }) actor.Tell(text);

        await mail.Expect("1 a", "2 b", "3 c", "1 d");
    }

    [Fact]
    public async Task The_context_cannot_be_used_off_turn()
    {
        var actor = Start(Props.Create(() => new OffTurn()));

        Assert.IsType<NotSupportedException>(await actor.Ask<Exception>("x", Patience));
        Assert.Throws<ActorInitializationException>(() => new OffTurn());
    }

    private sealed class Many : ReceiveActor
    {
        public Many()
        {
            Receive<int>(_ => Sender.Tell("small"), n => n < 10);
            Receive<int>(n =>
            {
                if (n % 2 != 0) return false;
                Sender.Tell("even");
                return true;
            });
            Receive<int>(_ => Sender.Tell("int"));
            Receive(typeof(IList<int>), _ => Sender.Tell("list"));
            ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class OffTurn : ReceiveActor
    {
        public OffTurn() => ReceiveAsync<string>(async _ =>
        {
            var sender = Sender;
            sender.Tell(await Task.Run(() => Record.Exception(() => Context.Stop(Self))));
        });
    }
}
