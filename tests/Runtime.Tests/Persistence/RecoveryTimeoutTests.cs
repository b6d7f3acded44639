using Akka.Actor;
using Akka.Events.LocalServers;
using Akka.Hosting;
using Akka.Persistence.Sql.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A recovering actor waits no longer than recovery-event-timeout for a journal that says nothing.</summary>
public sealed class RecoveryTimeoutTests : PersistenceTest
{
    private readonly Frozen _storage;

    public RecoveryTimeoutTests()
        : this(new Frozen())
    {
    }

    private RecoveryTimeoutTests(Frozen storage)
        : base(storage) => _storage = storage;

    protected override string Hocon => "akka.persistence.journal.sql.recovery-event-timeout = 3s";

    [SkippableFact]
    public async Task Silence_fails_the_recovery_and_stops_the_actor()
    {
        await StopAsync(await StartNewPatientlyAsync());
        await _storage.Server.PauseAsync();
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new Waiting(probe)));
        Probe.Watch(actor);
        await Probe.ExpectAsync("RecoveryTimedOutException", "stopped");
        await Probe.ExpectTerminatedAsync(actor);
        _storage.Server.Resume();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_storage.Server is not null) await _storage.Server.DisposeAsync();
    }

    private sealed class Waiting(IActorRef probe) : Scripted("one", probe)
    {
        protected override void OnRecoveryFailure(Exception reason, object message = null) => Tell(reason.GetType().Name);
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
