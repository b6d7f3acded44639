using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class TimerTests : RuntimeTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task A_replaced_or_cancelled_timers_message_is_never_seen_even_if_it_is_queued()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<string>(text =>
        {
            mail.Ref.Tell(text);
            if (text != "go") return;
            act.Timers.StartSingleTimer("replaced", "old", TimeSpan.Zero);
            act.Timers.StartSingleTimer("cancelled", "cancelled", TimeSpan.Zero);
            // Both are in the mailbox by now, behind this message.
            Thread.Sleep(100);
            act.Timers.StartSingleTimer("replaced", "new", Soon);
            act.Timers.Cancel("cancelled");
        }));
        actor.Tell("go");

        await mail.Expect("go", "new");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task No_timer_survives_a_restart()
    {
        var mail = NewMail();
        var incarnations = 0;
        var actor = Start(act =>
        {
            if (Interlocked.Increment(ref incarnations) == 1) act.Timers.StartPeriodicTimer("tick", "tick", Soon);
            act.On<string>(text =>
            {
                if (text == "boom")
                {
                    Thread.Sleep(50);
                    throw new Boom();
                }

                mail.Ref.Tell($"{text} {act.Timers.IsTimerActive("tick")}");
            });
        });
        await mail.Expect("tick True");
        actor.Tell("boom");
        actor.Tell("after");
        while (await mail.Next<string>() is var text && text != "after False") Assert.Equal("tick True", text);

        await Task.Delay(50);
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_single_timer_is_no_longer_active_when_its_message_arrives_which_has_no_sender()
    {
        var mail = NewMail();
        Start(act =>
        {
            act.OnPreStart = _ => act.Timers.StartSingleTimer("once", "once", Soon);
            act.On<string>(_ => mail.Ref.Tell($"{act.Timers.IsTimerActive("once")} {act.From.Equals(act.Cell.System.DeadLetters)}"));
        });

        await mail.Expect("False True");
    }

    [Fact]
    public async Task A_periodic_timer_goes_on()
    {
        var mail = NewMail();
        Start(act =>
        {
            act.OnPreStart = _ => act.Timers.StartPeriodicTimer("tick", "tick", TimeSpan.Zero, Soon);
            act.On<string>(text => mail.Ref.Tell(text));
        });

        await mail.Expect("tick", "tick", "tick");
    }
}
