using Akka.Actor;
using Akka.Events.LocalServers;
using Akka.Hosting;
using Akka.Persistence.Sql.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>The server goes away: persists and recoveries fail, and the next incarnation goes on when it is back.</summary>
public sealed class PostgreSqlOutageTests : PersistenceTest
{
    private readonly Outage _outage;

    public PostgreSqlOutageTests()
        : this(new Outage())
    {
    }

    private PostgreSqlOutageTests(Outage outage)
        : base(outage) => _outage = outage;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_gone_fails_the_persist_and_the_next_incarnation_goes_on_when_it_is_back(bool crash)
    {
        var actor = await StartWithEventAsync();
        await _outage.Server.StopAsync(crash);
        actor.Do(a => a.Persist("lost", a.Handled));
        await Probe.ExpectAsync("lost failed at 2", "stopped");

        Start();
        await Probe.ExpectAsync("recovery failed at nothing", "stopped");

        await _outage.Server.RestartAsync();
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
        await _outage.Server.RestartAsync();
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

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_outage.Server is not null) await _outage.Server.DisposeAsync();
    }

    private sealed class Outage : Storage
    {
        public PrivatePostgres Server { get; private set; }

        public override async Task<Action<AkkaConfigurationBuilder>> CreateAsync()
        {
            Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
            Server = await PrivatePostgres.StartAsync();
            return akka => akka.WithSqlPersistence(Patient(Server.ConnectionString), "PostgreSQL.15");
        }
    }
}
