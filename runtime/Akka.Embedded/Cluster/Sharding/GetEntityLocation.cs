namespace Akka.Cluster.Sharding;

/// <summary>Asked of a region; the answer is <see cref="EntityLocation"/>. Starts nothing.</summary>
public sealed record GetEntityLocation(string EntityId, TimeSpan Timeout) : IShardRegionQuery, IShardingControl;
