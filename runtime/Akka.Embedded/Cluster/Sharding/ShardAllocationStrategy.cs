using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public static class ShardAllocationStrategy
{
    /// <param name="absoluteLimit">At most so many shards move in a round; 0: no such limit.</param>
    /// <param name="relativeLimit">At most this part of all shards, below 1.0, moves in a round.</param>
    public static IShardAllocationStrategy LeastShardAllocationStrategy(int absoluteLimit, double relativeLimit) =>
        new Limited(absoluteLimit, relativeLimit);

    /// <summary>Whether a strategy is known to keep everything here, so that it need not be asked.</summary>
    internal static bool KeepsAll(IShardAllocationStrategy strategy) =>
        strategy is Limited || strategy.GetType() == typeof(LeastShardAllocationStrategy);

    private sealed class Limited(int absoluteLimit, double relativeLimit) : AbstractLeastShardAllocationStrategy
    {
        public override Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
        {
            var relative = Math.Max(1, (int)(currentShardAllocations.Values.Sum(shards => shards.Count) * relativeLimit));
            var limit = absoluteLimit > 0 ? Math.Min(absoluteLimit, relative) : relative;
            var wanted = rebalanceInProgress.Count > 0 ? 0 : Math.Min(limit, Spread(currentShardAllocations) / 2);
            return TakeFromLargest(currentShardAllocations, rebalanceInProgress, wanted);
        }
    }
}
