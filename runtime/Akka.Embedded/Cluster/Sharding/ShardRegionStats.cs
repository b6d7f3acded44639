using System.Collections.Immutable;

namespace Akka.Cluster.Sharding;

public sealed class ShardRegionStats(IImmutableDictionary<string, int> stats, IImmutableSet<string> failed) : IClusterShardingSerializable
{
    /// <summary>Living entities by shard.</summary>
    public readonly IImmutableDictionary<string, int> Stats = stats;

    /// <summary>The shards that didn't answer in time.</summary>
    public readonly IImmutableSet<string> Failed = failed;
}
