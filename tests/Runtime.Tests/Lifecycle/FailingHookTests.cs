using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class FailingHookTests : RuntimeTest
{
    [Fact]
    public async Task A_failing_PostStop_does_not_keep_the_actor_from_ending()
    {
        var actor = Start(act => act.OnPostStop = _ => throw new Boom());

        Assert.True(await actor.GracefulStop(Patience));
    }

    [Fact]
    public async Task A_failing_PreRestart_does_not_keep_the_restart_from_going_on_but_loses_the_stash()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPreRestart = (_, _, _) => throw new InvalidOperationException("PreRestart");
            act.OnPostRestart = (cause, _) => mail.Ref.Tell(cause.Message);
            act.On<string>(text =>
            {
                if (text == "boom") throw new Boom();
                if (text == "stash") act.Stash.Stash();
                else mail.Ref.Tell(text);
            });
        });
        foreach (var text in new[] { "stash", "boom", "after" }) actor.Tell(text);

        await mail.Expect("boom", "after");
    }

    [Fact]
    public async Task A_failing_PostStop_within_a_restart_does_not_keep_it_from_going_on()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPostStop = _ => throw new InvalidOperationException("PostStop");
            act.On<string>(text =>
            {
                if (text == "boom") throw new Boom();
                mail.Ref.Tell(text);
            });
        });
        actor.Tell("boom");
        actor.Tell("after");

        await mail.Expect("after");
    }

    [Fact]
    public async Task PostStop_is_not_called_when_PreStart_failed()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPreStart = _ => throw new Boom();
            act.OnPostStop = _ => mail.Ref.Tell("PostStop");
        });
        await actor.WatchAsync().WaitAsync(Patience);

        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_decider_that_throws_fails_the_parent()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(_ => throw new InvalidOperationException("decider"));
            act.OnPostRestart = (cause, _) => mail.Ref.Tell(cause.Message);
            act.OnAny(_ => act.Cell.ActorOf(Act.Props(_ => throw new Boom())));
        });
        parent.Tell("make");

        await mail.Expect("decider");
    }

    [Fact]
    public async Task A_strategy_that_throws_fails_the_parent()
    {
        var mail = NewMail();
        var parent = Start(Props.Create(() => new WithoutStrategy(mail.Ref)));
        parent.Tell("make");

        await mail.Expect("strategy");
    }

    [Fact]
    public async Task A_failing_Dispose_does_not_keep_the_actor_from_ending()
    {
        var actor = Start(Props.Create(() => new Indisposable()));

        Assert.True(await actor.GracefulStop(Patience));
    }

    [Fact]
    public async Task An_instance_that_is_disposable_is_disposed_at_each_restart_and_at_the_end()
    {
        var mail = NewMail();
        var actor = Start(Props.Create(() => new Disposable(mail.Ref)));
        actor.Tell(new Boom());
        actor.Tell(PoisonPill.Instance);

        await mail.Expect("disposed", "disposed");
    }

    private sealed class WithoutStrategy(IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message) => Context.ActorOf(Act.Props(_ => throw new Boom()));

        protected override SupervisorStrategy SupervisorStrategy() => throw new InvalidOperationException("strategy");

        protected override void PostRestart(Exception reason) => log.Tell(reason.Message);
    }

    private sealed class Indisposable : UntypedActor, IDisposable
    {
        public void Dispose() => throw new Boom();

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Disposable(IActorRef log) : UntypedActor, IDisposable
    {
        public void Dispose() => log.Tell("disposed");

        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
