using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public sealed class ClusterShardingStats(IImmutableDictionary<Address, ShardRegionStats> regions) : IClusterShardingSerializable
{
    public readonly IImmutableDictionary<Address, ShardRegionStats> Regions = regions;
}
