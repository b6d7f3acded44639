using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>A message and the id of the entity it is for: every region understands it, whatever its extractor.</summary>
public sealed record ShardingEnvelope(string EntityId, object Message) : IWrappedMessage, IClusterShardingSerializable;
