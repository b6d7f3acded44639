using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.External;

internal sealed class ExternalShardAllocationClient : IExternalShardAllocationClient
{
    private ImmutableDictionary<string, Address> _locations = ImmutableDictionary<string, Address>.Empty;

    public ImmutableDictionary<string, Address> Locations => Volatile.Read(ref _locations);

    public Task<Done> UpdateShardLocation(string shard, Address location) =>
        UpdateShardLocations(ImmutableDictionary<string, Address>.Empty.Add(shard, location));

    public Task<Done> UpdateShardLocations(IImmutableDictionary<string, Address> locations)
    {
        ImmutableInterlocked.Update(ref _locations, static (present, added) => present.SetItems(added), locations);
        return Task.FromResult(Done.Instance);
    }

    public Task<ShardLocations> ShardLocations() => Task.FromResult(new ShardLocations(
        Locations.ToImmutableDictionary(shard => shard.Key, shard => new ExternalShardAllocationStrategy.ShardLocation(shard.Value))));
}
