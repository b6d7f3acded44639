using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Sharding;

public sealed class EntityLocation(string entityId, string shardId, Address shardRegion, Option<IActorRef> entityRef)
{
    public string EntityId { get; } = entityId;

    public string ShardId { get; } = shardId;

    /// <summary>Where the shard is; <see cref="Address.AllSystems"/> if it isn't allocated.</summary>
    public Address ShardRegion { get; } = shardRegion;

    /// <summary>The entity, if it is alive.</summary>
    public Option<IActorRef> EntityRef { get; } = entityRef;
}
