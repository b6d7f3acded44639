using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>The nodes of the actor system's cluster; none where it is in none.</summary>
internal static class ClusterNodes
{
    public static IReadOnlyList<DashboardNode> Of(IServiceProvider services)
    {
        if (services.GetService<ActorSystem>() is not ExtendedActorSystem { Provider: IClusterActorRefProvider } system) return [];
        var cluster = Akka.Cluster.Cluster.Get(system);
        var state = cluster.State;
        return
        [
            .. state.Members.Select(member => new DashboardNode(
                member.Address.ToString(), member.Status.ToString(), !state.Unreachable.Contains(member), member.Address == cluster.SelfAddress)),
        ];
    }
}
