namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="ClusterShardingStats"/>.</summary>
public sealed class GetClusterShardingStats(TimeSpan timeout) : IShardRegionQuery, IClusterShardingSerializable, IShardingControl
{
    public readonly TimeSpan Timeout = timeout;
}
