using Akka.Actor;
using Akka.TestKit;
using Xunit;

namespace Akka.Runtime.Tests.TestKit;

public sealed class TestSchedulerTests() : Akka.TestKit.Xunit2.TestKit(TestConfigs.TestSchedulerConfig.WithFallback(Bounds.Generous))
{
    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_fires_until_time_is_advanced()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), TestActor, "late", ActorRefs.NoSender);
        Scheduler.Advance(TimeSpan.FromMinutes(59));
        ExpectNoMsg(20);
        Scheduler.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg("late");
    }

    [Fact]
    public void What_is_due_fires_in_the_order_of_due_time()
    {
        var fired = new List<int>();
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(3), () => fired.Add(3));
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => fired.Add(1));
        Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), () => fired.Add(2));
        Scheduler.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([1, 2, 3, 2], fired);
    }

    [Fact]
    public void What_is_cancelled_does_not_fire()
    {
        var second = TimeSpan.FromSeconds(1);
        var cancelable = Scheduler.ScheduleTellRepeatedlyCancelable(second, second, TestActor, "tick", ActorRefs.NoSender);
        Scheduler.Advance(TimeSpan.FromSeconds(2));
        ExpectMsg("tick");
        ExpectMsg("tick");
        cancelable.Cancel();
        Scheduler.Advance(TimeSpan.FromSeconds(5));
        ExpectNoMsg(20);
    }

    [Fact]
    public void Time_is_virtual()
    {
        var before = Scheduler.Now;
        Scheduler.Advance(TimeSpan.FromDays(1));
        Assert.Equal(before + TimeSpan.FromDays(1), Scheduler.Now);
        Scheduler.AdvanceTo(before + TimeSpan.FromDays(2));
        Assert.Equal(before + TimeSpan.FromDays(2), Scheduler.Now);
    }

    [Fact]
    public void Timers_and_receive_timeouts_follow()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));
        actor.Tell("start");
        ExpectMsg("started");
        Scheduler.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg("timer");
        // The timeout is armed when the message before it has been handled, which may be after what it told has arrived here; Identify,
        // which doesn't put it off, is handled after that.
        actor.Tell(new Identify(1));
        ExpectMsg<ActorIdentity>();
        Scheduler.Advance(TimeSpan.FromMinutes(5));
        ExpectMsg<ReceiveTimeout>();
    }

    private sealed class Waiting : ReceiveActor, IWithTimers
    {
        public Waiting(IActorRef target)
        {
            Receive<string>(text => text == "start", _ =>
            {
                Timers.StartSingleTimer("key", "timer", TimeSpan.FromMinutes(1));
                SetReceiveTimeout(TimeSpan.FromMinutes(5));
                target.Tell("started");
            });
            ReceiveAny(message => target.Tell(message));
        }

        public ITimerScheduler Timers { get; set; }
    }
}
