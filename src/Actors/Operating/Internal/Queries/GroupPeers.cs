using Akka.Actor;
using Akka.Cluster;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// The queries of a group on the other nodes of the cluster: whoever is a member by this node's own view, also one that still joins, as it
/// does for as long as another is unreachable, or that others can't reach; and the configured seeds, so that nodes whose cluster hasn't
/// formed yet, or has formed twice, ask each other all the same. Nobody has to agree.
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
        var members = _cluster.State.Members.Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Removed));
        foreach (var node in members.Select(member => member.Address).Union(_cluster.Settings.SeedNodes))
            if (node != _cluster.SelfAddress) At(node).Tell(message, sender);
    }
}
