using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>A new shard goes to the region with the fewest.</summary>
public abstract class AbstractLeastShardAllocationStrategy : IShardAllocationStrategy
{
    public virtual Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        Task.FromResult(currentShardAllocations.MinBy(region => region.Value.Count).Key);

    public abstract Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress);

    /// <summary>At most <paramref name="count"/> shards of the region that has most.</summary>
    private protected static Task<IImmutableSet<string>> TakeFromLargest(
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations, IImmutableSet<string> inProgress, int count) =>
        Task.FromResult<IImmutableSet<string>>(
            count <= 0 ? [] :
                [.. allocations.Values.MaxBy(shards => shards.Count).Where(shard => !inProgress.Contains(shard)).Take(count)]);

    /// <summary>How many shards the fullest region has more than the emptiest.</summary>
    private protected static int Spread(IImmutableDictionary<IActorRef, IImmutableList<string>> allocations) =>
        allocations.Count == 0 ? 0 : allocations.Values.Max(shards => shards.Count) - allocations.Values.Min(shards => shards.Count);
}
