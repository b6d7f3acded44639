namespace Akka.Cluster.Sharding;

/// <summary>Marks what regions and shards handle themselves, so that a user's message costs them one type check.</summary>
internal interface IShardingControl;
