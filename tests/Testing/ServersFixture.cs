using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing;

/// <summary>A real Kafka and a PostgreSQL for all tests of a collection; each uses topics, groups and databases of its own, and leaves the servers running.</summary>
public abstract class ServersFixture : IAsyncLifetime
{
    private RealKafka? _kafka;
    private PrivatePostgres? _postgres;
    private int _names;

    /// <summary>The cluster; skips the calling test (a SkippableFact) where there is none.</summary>
    public RealKafka Kafka
    {
        get
        {
            Skip.If(_kafka is null, RealKafka.WhyUnavailable);
            return _kafka!;
        }
    }

    /// <summary>The server; skips the calling test where there is none.</summary>
    public PrivatePostgres Postgres
    {
        get
        {
            Skip.If(_postgres is null, PrivatePostgres.WhyUnavailable);
            return _postgres!;
        }
    }

    /// <summary>A name that no other test uses.</summary>
    public string NewName(string what) => $"{what}-{Interlocked.Increment(ref _names)}";

    public Task<string> NewDatabase() => Postgres.CreateDatabaseAsync(NewName("database"));

    public async Task InitializeAsync()
    {
        if (RealKafka.WhyUnavailable is null) _kafka = await StartKafka();
        if (PrivatePostgres.WhyUnavailable is null) _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_kafka is not null) await _kafka.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    protected virtual Task<RealKafka> StartKafka() => RealKafka.StartAsync();
}
