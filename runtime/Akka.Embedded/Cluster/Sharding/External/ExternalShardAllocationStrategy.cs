using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.External;

/// <summary>
/// Shards live where <see cref="ExternalShardAllocation"/> says. A shard whose place is not said, or has no region, stays with the region
/// that asks.
/// </summary>
public class ExternalShardAllocationStrategy : IShardAllocationStrategy
{
    private readonly ExternalShardAllocationClient _locations;
    private readonly Address _self;

    public ExternalShardAllocationStrategy(ActorSystem system, string typeName, TimeSpan? timeout = null)
    {
        _locations = ExternalShardAllocation.Get(system).LocationsOf(typeName);
        _self = Cluster.Get(system).SelfAddress;
    }

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        Task.FromResult(Wanted(shardId, currentShardAllocations.Keys) ?? requester);

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var misplaced =
            from region in currentShardAllocations
            from shard in region.Value
            where !rebalanceInProgress.Contains(shard)
            let wanted = Wanted(shard, currentShardAllocations.Keys)
            where wanted is not null && !wanted.Equals(region.Key)
            select shard;
        return Task.FromResult<IImmutableSet<string>>(misplaced.ToImmutableHashSet());
    }

    private IActorRef Wanted(string shardId, IEnumerable<IActorRef> regions) =>
        _locations.Locations.TryGetValue(shardId, out var address)
            ? regions.FirstOrDefault(region => AddressOf(region).Equals(address))
            : null;

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _self : region.Path.Address;

    public sealed record ShardLocation(Address Address);
}
