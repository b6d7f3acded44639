using Akka.Actor;
using Akka.Pattern;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class BackoffTests : RuntimeTest
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Max = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_child_that_stops_is_made_anew_after_the_delay()
    {
        var mail = NewMail();
        // By itself the count would begin anew once the child has lived for a while.
        var supervisor = Start(BackoffSupervisor.Props(Backoff.OnStop(Child(mail), "child", Min, Max, 0.2, -1).WithManualReset()));
        await mail.Expect("started");
        supervisor.Tell("stop");
        await mail.Expect("started");

        Assert.Equal(1, (await supervisor.Ask<BackoffSupervisor.RestartCount>(BackoffSupervisor.GetRestartCount.Instance, Patience)).Count);
        var child = (await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance, Patience)).Ref;
        Assert.Equal("child", child.Path.Name);
        supervisor.Tell("hello");
        await mail.Expect("hello");
    }

    [Fact]
    public async Task A_child_that_fails_is_made_anew_and_one_that_stops_ends_the_supervisor()
    {
        var mail = NewMail();
        var supervisor = Start(BackoffSupervisor.Props(Backoff.OnFailure(Child(mail), "child", Min, Max, 0, -1)));
        await mail.Watch(supervisor);
        await mail.Expect("started");
        supervisor.Tell("boom");
        await mail.Expect("started");
        supervisor.Tell("stop");

        await mail.ExpectTerminated(supervisor);
    }

    [Fact]
    public async Task After_too_many_retries_the_supervisor_stops()
    {
        var mail = NewMail();
        var supervisor = Start(BackoffSupervisor.Props(Backoff.OnFailure(Child(mail), "child", Min, Max, 0, 1).WithManualReset()));
        await mail.Watch(supervisor);
        await mail.Expect("started");
        supervisor.Tell("boom");
        await mail.Expect("started");
        supervisor.Tell("boom");

        await mail.ExpectTerminated(supervisor);
    }

    [Fact]
    public async Task While_there_is_no_child_it_replies_and_after_a_final_message_it_stops()
    {
        var mail = NewMail();
        var options = Backoff.OnStop(Child(mail), "child", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 0, -1)
            .WithReplyWhileStopped("stopped").WithFinalStopMessage(message => message is "last");
        var supervisor = Start(BackoffSupervisor.Props(options));
        await mail.Watch(supervisor);
        await mail.Expect("started");
        var child = (await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance, Patience)).Ref;
        Assert.True(await child.GracefulStop(Patience));
        // The supervisor has heard of it when it has no child any more.
        while (!(await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance, Patience)).Ref.IsNobody())
            await Task.Yield();

        Assert.Equal("stopped", await supervisor.Ask<string>("x", Patience));
        supervisor.Tell("last");
        await mail.ExpectTerminated(supervisor);
    }

    private static Props Child(Mail mail) => Act.Props(act =>
    {
        act.OnPreStart = _ => mail.Ref.Tell("started");
        act.On<string>(text =>
        {
            if (text == "boom") throw new Boom();
            if (text == "stop") act.Cell.Stop(act.Me);
            else mail.Ref.Tell(text);
        });
    });
}
