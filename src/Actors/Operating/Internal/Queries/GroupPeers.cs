using Akka.Actor;
using Akka.Cluster;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// The queries of a group on the other nodes of the cluster: whoever is a member by this node's own view, also one that still joins, as it
/// does for as long as another is unreachable. Nobody has to agree.
/// </summary>
internal sealed class GroupPeers(ActorSystem system, string group)
{
    private readonly Cluster.Cluster? _cluster = system.Settings.HasCluster ? Cluster.Cluster.Get(system) : null;

    /// <summary>False: there is no cluster, and this process is alone.</summary>
    public bool AreThere => _cluster is not null;

    /// <summary>Where a node has its queries: the same in all of them.</summary>
    public static string NameOf(string group) => $"akka-events-{Uri.EscapeDataString(group)}";

    public ActorSelection At(Address node) => system.ActorSelection(new RootActorPath(node) / "user" / NameOf(group));

    public void TellAll(IQueryMessage message, IActorRef sender)
    {
        if (_cluster is null) return;
        var state = _cluster.State;
        foreach (var member in state.Members)
            if (member.Status is not (MemberStatus.Down or MemberStatus.Removed) && member.Address != _cluster.SelfAddress
                && !state.Unreachable.Contains(member))
                At(member.Address).Tell(message, sender);
    }
}
