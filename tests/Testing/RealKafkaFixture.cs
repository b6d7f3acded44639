using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing;

/// <summary>One real Kafka of one node for the tests of a class or collection; each test uses topics and groups of its own.</summary>
public sealed class RealKafkaFixture : IAsyncLifetime
{
    private RealKafka? _kafka;

    /// <summary>The cluster; skips the calling test (a SkippableFact) where there is none.</summary>
    public RealKafka Kafka
    {
        get
        {
            Skip.If(_kafka is null, RealKafka.WhyUnavailable);
            return _kafka!;
        }
    }

    public async Task InitializeAsync()
    {
        if (RealKafka.WhyUnavailable is null) _kafka = await RealKafka.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_kafka is not null) await _kafka.DisposeAsync();
    }
}
