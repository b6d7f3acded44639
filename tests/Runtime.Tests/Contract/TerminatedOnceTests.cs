using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class TerminatedOnceTests : RuntimeTest
{
    [Fact]
    public async Task Watching_twice_gives_one_Terminated()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        await mail.Watch(subject);
        await mail.Watch(subject);
        System.Stop(subject);

        await mail.ExpectTerminated(subject);
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task After_Unwatch_a_Terminated_that_is_already_queued_is_not_delivered()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        var busy = new TaskCompletionSource();
        var watcher = Start(act =>
        {
            act.OnPreStart = context => context.Watch(subject);
            act.On<string>(text =>
            {
                if (text == "wait")
                {
                    act.From.Tell("waiting");
                    busy.Task.Wait(Patience);
                    act.Me.Tell("unwatch", ActorRefs.NoSender);
                    act.Cell.Unwatch(subject);
                }

                mail.Ref.Tell(text);
            });
            act.On<Terminated>(_ => mail.Ref.Tell("terminated"));
        });
        await watcher.Ask<string>("wait", Patience);
        await subject.GracefulStop(Patience);
        busy.SetResult();

        await mail.Expect("wait", "unwatch");
        await watcher.GracefulStop(Patience);
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task WatchWith_replaces_Terminated_and_comes_from_the_subject()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        Start(act =>
        {
            act.OnPreStart = context =>
            {
                context.WatchWith(subject, "gone");
                context.Watch(subject);
                mail.Ref.Tell("watching");
            };
            act.OnAny(message => mail.Ref.Tell($"{message} {act.From.Equals(subject)}"));
        });
        await mail.Expect("watching");
        System.Stop(subject);

        await mail.Expect("gone True");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_Terminated_that_is_not_handled_ends_the_watcher()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(cause =>
            {
                mail.Ref.Tell(cause);
                return Directive.Stop;
            });
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child => child.OnPreStart = context => context.Watch(subject)))));
        });
        await parent.Ask<IActorRef>("make", Patience);
        System.Stop(subject);

        Assert.Equal(subject, (await mail.Next<DeathPactException>()).DeadActor);
    }
}
