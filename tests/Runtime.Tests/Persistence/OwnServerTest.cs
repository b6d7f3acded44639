using Akka.Events.LocalServers;
using Akka.Hosting;
using Akka.Persistence.Sql.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A test with a PostgreSQL of its own, which it may stop and freeze.</summary>
public abstract class OwnServerTest : PersistenceTest
{
    private readonly OwnServer _storage;

    protected OwnServerTest()
        : this(new OwnServer())
    {
    }

    private OwnServerTest(OwnServer storage)
        : base(storage) => _storage = storage;

    protected PrivatePostgres Server => _storage.Server;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
    }

    private sealed class OwnServer : Storage
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
