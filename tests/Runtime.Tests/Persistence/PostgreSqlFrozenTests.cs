using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>The server keeps its connections and says nothing any more.</summary>
public sealed class PostgreSqlFrozenTests : OwnServerTest
{
    protected override string Hocon =>
        """
        akka.persistence.journal.sql.circuit-breaker.call-timeout = 3s
        akka.persistence.snapshot-store.sql.circuit-breaker.call-timeout = 3s
        """;

    [SkippableFact]
    public async Task A_frozen_server_fails_persists_and_recoveries_within_their_time()
    {
        var actor = await StartNewPatientlyAsync();
        await Server.PauseAsync();
        actor.Do(a => a.Persist("unknown", a.Handled));
        await Probe.ExpectAsync("unknown failed at 1", "stopped");
        Start();
        await Probe.ExpectAsync("recovery failed at nothing", "stopped");
        Server.Resume();
    }
}
