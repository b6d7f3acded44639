using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Akka.TestKit;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class TimerTests() : RuntimeTest(VirtualTime)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_replaced_or_cancelled_timers_message_is_never_seen_even_if_it_is_queued()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<string>(text =>
        {
            mail.Ref.Tell(text);
            if (text != "go") return;
            act.Timers.StartSingleTimer("replaced", "old", Second);
            act.Timers.StartSingleTimer("cancelled", "cancelled", Second);
            // Both are now in the mailbox, behind this message.
            Advance(Second);
            act.Timers.StartSingleTimer("replaced", "new", Second);
            act.Timers.Cancel("cancelled");
        }));
        actor.Tell("go");
        await mail.Expect("go");
        await actor.Ask<ActorIdentity>(new Identify(0), Patience);
        Advance(Second);

        await mail.Expect("new");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task No_timer_survives_a_restart_nor_does_its_queued_message()
    {
        var mail = NewMail();
        var incarnations = 0;
        var actor = Start(act =>
        {
            if (Interlocked.Increment(ref incarnations) == 1) act.Timers.StartPeriodicTimer("tick", "tick", Second);
            act.On<string>(text =>
            {
                if (text == "boom")
                {
                    Advance(Second);
                    throw new Boom();
                }

                mail.Ref.Tell($"{text} {act.Timers.IsTimerActive("tick")}");
            });
        });
        await actor.Ask<ActorIdentity>(new Identify(0), Patience);
        Advance(Second);
        await mail.Expect("tick True");
        actor.Tell("boom");
        actor.Tell("after");
        await mail.Expect("after False");
        Advance(Second * 10);
        actor.Tell("end");

        await mail.Expect("end False");
    }

    [Fact]
    public async Task A_single_timer_is_no_longer_active_when_its_message_arrives_which_has_no_sender()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPreStart = _ => act.Timers.StartSingleTimer("once", "once", Second);
            act.On<string>(_ => mail.Ref.Tell($"{act.Timers.IsTimerActive("once")} {act.From.Equals(act.Cell.System.DeadLetters)}"));
        });
        await actor.Ask<ActorIdentity>(new Identify(0), Patience);
        Advance(Second);

        await mail.Expect("False True");
    }

    [Fact]
    public async Task A_periodic_timer_goes_on_until_it_is_cancelled()
    {
        var mail = NewMail();
        var count = 0;
        var actor = Start(act =>
        {
            act.OnPreStart = _ => act.Timers.StartPeriodicTimer("tick", "tick", TimeSpan.Zero, Second);
            act.On<string>(_ =>
            {
                if (++count == 3) act.Timers.Cancel("tick");
                mail.Ref.Tell(count);
            });
        });
        for (var i = 1; i <= 3; i++)
        {
            await actor.Ask<ActorIdentity>(new Identify(0), Patience);
            Advance(Second);
        }

        await mail.Expect(1, 2, 3);
        Advance(Second * 10);
        await actor.Ask<ActorIdentity>(new Identify(0), Patience);
        await mail.ExpectNothingSoFar();
    }

    private void Advance(TimeSpan by) => ((TestScheduler)System.Scheduler).Advance(by);
}
