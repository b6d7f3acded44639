using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>All that a region and its shards are made of.</summary>
internal sealed record RegionStart(
    string TypeName, Func<string, Props> EntityProps, ClusterShardingSettings Settings, IMessageExtractor Extractor,
    IShardAllocationStrategy Strategy, object StopMessage);
