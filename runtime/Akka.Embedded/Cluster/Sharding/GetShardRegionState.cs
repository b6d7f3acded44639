namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="CurrentShardRegionState"/>.</summary>
public sealed class GetShardRegionState : IShardRegionQuery, IShardingControl
{
    public static readonly GetShardRegionState Instance = new();

    private GetShardRegionState() { }
}
