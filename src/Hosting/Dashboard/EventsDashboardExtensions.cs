using Akka.Events.Hosting.Dashboard;
using Akka.Events.Hosting.Dashboard.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Akka.Events.Hosting;

/// <summary>Serves the event system's dashboard.</summary>
public static class EventsDashboardExtensions
{
    /// <summary>
    /// Serves a page that shows what the groups of this process do: rate, lag, latency, problems, partitions, entities, the outbox, nodes; live.
    /// Without a policy it is open to this machine alone.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="path">Where it lies. Default /events.</param>
    /// <param name="configure">Who may see it, and what it shows.</param>
    /// <returns>For what else is to hold for its endpoints.</returns>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static RouteGroupBuilder MapAkkaEvents(
        this IEndpointRouteBuilder endpoints, string path = "/events", Action<DashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (string.IsNullOrEmpty(path) || path[0] != '/') throw new ArgumentException($"'{path}' doesn't begin with a /", nameof(path));
        var options = new DashboardOptions();
        configure?.Invoke(options);
        return new DashboardEndpoints(options, endpoints.ServiceProvider).Map(endpoints, path.TrimEnd('/'));
    }
}
