using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>
/// A real Kafka and a PostgreSQL for all tests; each uses topics, groups and databases of its own, and leaves the servers running. Who comes without a name may do everything; the user of the
/// secure port may do what a test allows.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    /// <summary>How soon a group must notice that a member has ended without a word, in tests that kill or freeze one.</summary>
    public static readonly TimeSpan ShortSession = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a machine with too much to do holds up a member's heartbeats.</summary>
    public static readonly TimeSpan LongSession = TimeSpan.FromMinutes(1);

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

    public async Task<string> NewTopic(int partitions = 4)
    {
        var name = NewName("topic");
        await Kafka.CreateTopicAsync(name, partitions);
        return name;
    }

    public Task<string> NewDatabase() => Postgres.CreateDatabaseAsync(NewName("database"));

    /// <summary>Has both run again, whatever a test did to them.</summary>
    public async Task Repair()
    {
        Postgres.Resume();
        if (Postgres.ProcessId == 0) await Postgres.RestartAsync();
        Kafka.ResumeNode(1);
        await Kafka.RestartNodeAsync(1);
    }

    public async Task InitializeAsync()
    {
        if (RealKafka.WhyUnavailable is null)
            _kafka = await RealKafka.StartAsync(1, true, "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS", "log.cleaner.backoff.ms=100", "group.min.session.timeout.ms=1000",
                $"group.consumer.session.timeout.ms={LongSession.TotalMilliseconds:0}", "group.consumer.min.heartbeat.interval.ms=100", "group.consumer.heartbeat.interval.ms=500");
        if (PrivatePostgres.WhyUnavailable is null) _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_kafka is not null) await _kafka.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
