using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>Moves shards once the regions differ by more than a threshold.</summary>
public class LeastShardAllocationStrategy(int rebalanceThreshold, int maxSimultaneousRebalance) : AbstractLeastShardAllocationStrategy
{
    public override Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var spread = Spread(currentShardAllocations);
        var free = maxSimultaneousRebalance - rebalanceInProgress.Count;
        return TakeFromLargest(
            currentShardAllocations, rebalanceInProgress, spread <= rebalanceThreshold ? 0 : Math.Min(free, spread - rebalanceThreshold));
    }
}
