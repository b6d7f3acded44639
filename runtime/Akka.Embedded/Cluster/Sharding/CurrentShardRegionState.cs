using System.Collections.Immutable;

namespace Akka.Cluster.Sharding;

public sealed class CurrentShardRegionState(IImmutableSet<ShardState> shards, IImmutableSet<string> failed) : IClusterShardingSerializable
{
    public readonly IImmutableSet<ShardState> Shards = shards;

    /// <summary>The shards that didn't answer in time.</summary>
    public readonly IImmutableSet<string> Failed = failed;
}
