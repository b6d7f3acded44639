using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class SchedulerTests : RuntimeTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task What_is_cancelled_before_it_is_due_is_never_delivered()
    {
        Mail mail;
        TimeSpan start;
        var delay = Soon;
        // Where the machine has stalled until it was due it was cancelled too late: once more, with more time.
        do
        {
            mail = NewMail();
            delay *= 2;
            start = System.Scheduler.MonotonicClock;
            System.Scheduler.ScheduleTellOnceCancelable(delay, mail.Ref, "cancelled", ActorRefs.NoSender).Cancel();
        }
        while (System.Scheduler.MonotonicClock - start >= delay);
        System.Scheduler.ScheduleTellOnce(delay * 2, mail.Ref, "due", ActorRefs.NoSender);

        await mail.Expect("due");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task Cancelling_after_the_message_is_queued_has_no_effect()
    {
        var mail = NewMail();
        var busy = new TaskCompletionSource();
        var actor = Start(act => act.On<string>(text =>
        {
            act.From.Tell("in");
            if (text == "wait") busy.Task.Wait(Patience);
            mail.Ref.Tell(text);
        }));
        await actor.Ask<string>("wait", Patience);
        var scheduled = System.Scheduler.ScheduleTellOnceCancelable(TimeSpan.Zero, actor, "scheduled", mail.Ref);
        System.Scheduler.ScheduleTellOnce(Soon, mail.Ref, "fence", ActorRefs.NoSender);
        await mail.Expect("fence");
        scheduled.Cancel();
        busy.SetResult();

        await mail.Expect("wait", "in", "scheduled");
    }

    [Fact]
    public async Task A_repeated_action_that_throws_is_not_repeated()
    {
        var mail = NewMail();
        var runs = 0;
        System.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(5), () =>
        {
            mail.Ref.Tell(++runs);
            if (runs == 2) throw new Boom();
        });

        await mail.Expect(1, 2);
        System.Scheduler.ScheduleTellOnce(Soon, mail.Ref, "later", ActorRefs.NoSender);
        await mail.Expect("later");
    }

    [Fact]
    public void A_negative_delay_and_an_interval_of_nothing_are_refused()
    {
        var scheduler = System.Scheduler;
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.ScheduleTellOnce(-Soon, System.DeadLetters, "x", null));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => scheduler.ScheduleTellRepeatedly(Soon, TimeSpan.Zero, System.DeadLetters, "x", null));
        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.Advanced.ScheduleOnce(-Soon, () => { }));
    }

    [Fact]
    public async Task After_the_system_has_ended_nothing_can_be_scheduled()
    {
        await System.Terminate();

        Assert.Throws<SchedulerException>(() => System.Scheduler.Advanced.ScheduleOnce(Soon, () => { }));
    }
}
