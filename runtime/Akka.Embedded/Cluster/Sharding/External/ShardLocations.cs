using System.Collections.Immutable;

namespace Akka.Cluster.Sharding.External;

/// <summary>Where shards have been asked to live.</summary>
public sealed class ShardLocations(IImmutableDictionary<string, ExternalShardAllocationStrategy.ShardLocation> locations)
{
    public IImmutableDictionary<string, ExternalShardAllocationStrategy.ShardLocation> Locations { get; } = locations;
}
