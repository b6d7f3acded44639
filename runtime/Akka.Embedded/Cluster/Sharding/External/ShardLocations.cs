using System.Collections.Immutable;

namespace Akka.Cluster.Sharding.External;

/// <summary>Where shards have been asked to live.</summary>
public sealed record ShardLocations(IImmutableDictionary<string, ExternalShardAllocationStrategy.ShardLocation> Locations);
