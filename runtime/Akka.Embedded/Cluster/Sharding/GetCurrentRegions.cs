namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="CurrentRegions"/>.</summary>
public sealed class GetCurrentRegions : IShardRegionQuery, IShardingControl
{
    public static readonly GetCurrentRegions Instance = new();

    private GetCurrentRegions() { }
}
