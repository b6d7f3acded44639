using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class RetryWindowTests : RuntimeTest
{
    [Fact]
    public async Task One_failure_more_than_allowed_within_the_window_stops_the_child()
    {
        var (mail, child) = await ChildOf(new OneForOneStrategy(3, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        for (var i = 0; i < 4; i++) child.Tell(new Boom());

        await mail.Expect("restarted", "restarted", "restarted");
        await mail.ExpectTerminated(child);
    }

    [Fact]
    public async Task Failures_spread_over_many_windows_never_stop_it()
    {
        var (mail, child) = await ChildOf(new OneForOneStrategy(1, TimeSpan.FromMilliseconds(1), _ => Directive.Restart));
        for (var i = 0; i < 5; i++)
        {
            child.Tell(new Boom());
            await mail.Expect("restarted");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task No_retries_mean_the_first_failure_stops_it()
    {
        var (mail, child) = await ChildOf(new OneForOneStrategy(0, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        child.Tell(new Boom());

        await mail.ExpectTerminated(child);
    }

    [Fact]
    public async Task Without_a_window_the_count_is_for_life()
    {
        var (mail, child) = await ChildOf(new OneForOneStrategy(1, null, _ => Directive.Restart));
        child.Tell(new Boom());
        child.Tell(new Boom());

        await mail.Expect("restarted");
        await mail.ExpectTerminated(child);
    }

    private async Task<(Mail Mail, IActorRef Child)> ChildOf(SupervisorStrategy strategy)
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.Strategy = strategy;
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child =>
            {
                child.On<Boom>(boom => throw boom);
                child.OnPostRestart = (_, _) => mail.Ref.Tell("restarted");
            }))));
        });
        var child = await parent.Ask<IActorRef>("make", Patience);
        await mail.Watch(child);
        return (mail, child);
    }
}
