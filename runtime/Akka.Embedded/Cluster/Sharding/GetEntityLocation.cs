namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="EntityLocation"/>. Starts nothing.</summary>
public sealed class GetEntityLocation(string entityId, TimeSpan timeout) : IShardRegionQuery, IShardingControl
{
    public string EntityId { get; } = entityId;

    public TimeSpan Timeout { get; } = timeout;
}
