using Akka.Events.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Akka.Events.Hosting;

/// <summary>Adds the event system to the host's health checks.</summary>
public static class EventsHealthChecksExtensions
{
    /// <summary>
    /// Unhealthy until Kafka has let this process into its groups, and while a group can't work (Kafka or PostgreSQL unreachable, a topic
    /// missing); degraded while a part of one doesn't: keys
    /// wait for events that can't be handled, or a handler keeps failing.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name. Default akka-events.</param>
    /// <param name="failureStatus">What a group that can't work is reported as. Default unhealthy.</param>
    /// <param name="tags">For choosing among the checks.</param>
    public static IHealthChecksBuilder AddAkkaEvents(
        this IHealthChecksBuilder builder,
        string name = "akka-events",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<EventsHealthCheck>(name, failureStatus, tags ?? []);
    }
}
