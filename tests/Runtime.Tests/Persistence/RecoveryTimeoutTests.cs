using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A recovering actor waits no longer than recovery-event-timeout for a journal that says nothing.</summary>
public sealed class RecoveryTimeoutTests : OwnServerTest
{
    protected override string Hocon => "akka.persistence.journal.sql.recovery-event-timeout = 3s";

    [SkippableFact]
    public async Task Silence_fails_the_recovery_and_stops_the_actor()
    {
        await StopAsync(await StartNewPatientlyAsync());
        await Server.PauseAsync();
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new Waiting(probe)));
        Probe.Watch(actor);
        await Probe.ExpectAsync("RecoveryTimedOutException", "stopped");
        await Probe.ExpectTerminatedAsync(actor);
        Server.Resume();
    }

    private sealed class Waiting(IActorRef probe) : Scripted("one", probe)
    {
        protected override void OnRecoveryFailure(Exception reason, object message = null) => Tell(reason.GetType().Name);
    }
}
