using Akka.Events.Hosting.Internal;
using Akka.Events.TestKit.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.TestKit;

/// <summary>Runs a whole service without Kafka.</summary>
public static class InMemoryKafkaExtensions
{
    /// <summary>
    /// Topics of this host lie in memory, whatever Kafka its configuration names: for a test of a whole service, as in
    /// <c>WebApplicationFactory</c>'s <c>ConfigureTestServices</c>. Time and store stay the service's own; each group has all partitions.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddInMemoryKafka(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton<IKafkaStandIn>(provider => new MemoryKafka(provider.GetRequiredService<TimeProvider>()));
    }
}
