using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Sharding;

/// <param name="ShardRegion">Where the shard is; <see cref="Address.AllSystems"/> if it isn't allocated.</param>
/// <param name="EntityRef">The entity, if it is alive.</param>
public sealed record EntityLocation(string EntityId, string ShardId, Address ShardRegion, Option<IActorRef> EntityRef);
