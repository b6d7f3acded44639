using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>The server goes away: persists and recoveries fail, and the next incarnation goes on when it is back.</summary>
public sealed class PostgreSqlOutageTests : OwnServerTest
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_gone_fails_the_persist_and_the_next_incarnation_goes_on_when_it_is_back(bool crash)
    {
        var actor = await StartWithEventAsync();
        await Server.StopAsync(crash);
        actor.Do(a => a.Persist("lost", a.Handled));
        await Probe.ExpectAsync("lost failed at 2", "stopped");

        Start();
        await Probe.ExpectAsync("recovery failed at nothing", "stopped");

        await Server.RestartAsync();
        actor = Start();
        await Probe.ExpectAsync("a replayed at 1", "recovered at 1");
        actor.Do(a => a.Persist("b", a.Handled));
        await Probe.ExpectAsync("b handled at 2");
    }

    [SkippableFact]
    public async Task A_restart_of_the_server_between_two_lives_is_not_noticed_by_recovery()
    {
        var actor = await StartWithEventAsync();
        await StopAsync(actor);
        await Server.RestartAsync();
        Start();
        await Probe.ExpectAsync("a replayed at 1", "recovered at 1");
    }

    private async Task<IActorRef> StartWithEventAsync()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", a.Handled));
        await Probe.ExpectAsync("a handled at 1");
        return actor;
    }
}
