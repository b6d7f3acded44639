using Akka.Actor;
using Akka.Events.LocalServers;
using Akka.Hosting;
using Akka.Persistence.Sql.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>The server keeps its connections and says nothing any more.</summary>
public sealed class PostgreSqlFrozenTests : PersistenceTest
{
    private readonly Frozen _frozen;

    public PostgreSqlFrozenTests()
        : this(new Frozen())
    {
    }

    private PostgreSqlFrozenTests(Frozen frozen)
        : base(frozen) => _frozen = frozen;

    protected override string Hocon =>
        """
        akka.persistence.journal.sql.circuit-breaker.call-timeout = 3s
        akka.persistence.snapshot-store.sql.circuit-breaker.call-timeout = 3s
        """;

    [SkippableFact]
    public async Task A_frozen_server_fails_persists_and_recoveries_within_their_time()
    {
        var actor = await StartNewPatientlyAsync();
        await _frozen.Server.PauseAsync();
        actor.Do(a => a.Persist("unknown", a.Handled));
        await Probe.ExpectAsync("unknown failed at 1", "stopped");
        Start();
        await Probe.ExpectAsync("recovery failed at nothing", "stopped");
        _frozen.Server.Resume();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_frozen.Server is not null) await _frozen.Server.DisposeAsync();
    }

    private sealed class Frozen : Storage
    {
        public PrivatePostgres Server { get; private set; }

        public override async Task<Action<AkkaConfigurationBuilder>> CreateAsync()
        {
            Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
            Server = await PrivatePostgres.StartAsync();
            return akka => akka.WithSqlPersistence(Server.ConnectionString, "PostgreSQL.15");
        }
    }
}
