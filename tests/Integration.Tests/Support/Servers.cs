using Akka.Events.LocalServers;
using Akka.Events.Testing;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>
/// A real Kafka and a PostgreSQL for all tests; each uses topics, groups and databases of its own, and leaves the servers running. Who comes without a name may do everything; the user of the
/// secure port may do what a test allows.
/// </summary>
public sealed class Servers : ServersFixture
{
    /// <summary>How soon a group must notice that a member has ended without a word, in tests that kill or freeze one.</summary>
    public static readonly TimeSpan ShortSession = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a machine with too much to do holds up a member's heartbeats.</summary>
    public static readonly TimeSpan LongSession = TimeSpan.FromMinutes(1);

    public async Task<string> NewTopic(int partitions = 4)
    {
        var name = NewName("topic");
        await Kafka.CreateTopicAsync(name, partitions);
        return name;
    }

    /// <summary>Has both run again, whatever a test did to them.</summary>
    public async Task Repair()
    {
        Postgres.Resume();
        if (Postgres.ProcessId == 0) await Postgres.RestartAsync();
        Kafka.ResumeNode(1);
        await Kafka.RestartNodeAsync(1);
    }

    protected override Task<RealKafka> StartKafka() => RealKafka.StartAsync(
        1, true, "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS",
        "log.cleaner.backoff.ms=100", "group.min.session.timeout.ms=1000",
        $"group.consumer.session.timeout.ms={LongSession.TotalMilliseconds:0}", "group.consumer.min.heartbeat.interval.ms=100",
        "group.consumer.heartbeat.interval.ms=500");
}
