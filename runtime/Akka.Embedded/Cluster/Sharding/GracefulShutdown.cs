namespace Akka.Cluster.Sharding;

/// <summary>Told to a region: hand off every shard, then stop.</summary>
public sealed class GracefulShutdown : IShardRegionCommand, IShardingControl
{
    public static readonly GracefulShutdown Instance = new();

    private GracefulShutdown() { }
}
