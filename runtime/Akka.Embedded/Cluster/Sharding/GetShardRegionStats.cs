namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="ShardRegionStats"/>.</summary>
public sealed class GetShardRegionStats : IShardRegionQuery, IShardingControl
{
    public static readonly GetShardRegionStats Instance = new();

    private GetShardRegionStats() { }
}
