using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Akka.TestKit;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class ReceiveTimeoutTests() : RuntimeTest(VirtualTime)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task It_comes_again_and_again_until_it_is_turned_off()
    {
        var mail = NewMail();
        var count = 0;
        var actor = Start(act =>
        {
            act.Timeout(Span);
            act.On<ReceiveTimeout>(_ =>
            {
                if (++count == 3) act.Timeout(null);
                mail.Ref.Tell(count);
            });
        });
        for (var i = 1; i <= 3; i++)
        {
            await Settled(actor);
            Advance(Span);
            await mail.Expect(i);
        }

        await Settled(actor);
        Advance(Span * 10);
        await Settled(actor);
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task Ordinary_messages_put_it_off()
    {
        var (mail, actor) = Timed();
        for (var i = 0; i < 3; i++)
        {
            await Settled(actor);
            Advance(Span * 0.75);
            actor.Tell("ordinary");
        }

        await Settled(actor);
        await mail.ExpectNothingSoFar();
        Advance(Span);
        await mail.Expect("timeout");
    }

    [Fact]
    public async Task Exempt_messages_do_not_put_it_off()
    {
        var (mail, actor) = Timed();
        await Settled(actor);
        Advance(Span * 0.75);
        actor.Tell(new Exempt());
        await Settled(actor);
        Advance(Span * 0.3);

        await mail.Expect("timeout");
    }

    private (Mail Mail, IActorRef Actor) Timed()
    {
        var mail = NewMail();
        return (mail, Start(act =>
        {
            act.Timeout(Span);
            act.On<ReceiveTimeout>(_ => mail.Ref.Tell("timeout"));
            act.OnAny(_ => { });
        }));
    }

    private void Advance(TimeSpan by) => ((TestScheduler)System.Scheduler).Advance(by);

    // Identify is exempt: its answer shows that everything before it has been handled and the timeout is armed.
    private static Task Settled(IActorRef actor) => actor.Ask<ActorIdentity>(new Identify(0), Patience);

    private sealed class Exempt : INotInfluenceReceiveTimeout;
}
