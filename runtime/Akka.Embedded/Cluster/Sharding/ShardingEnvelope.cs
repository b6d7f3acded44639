using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>A message and the id of the entity it is for: every region understands it, whatever its extractor.</summary>
public sealed class ShardingEnvelope(string entityId, object message) : IWrappedMessage, IClusterShardingSerializable, IEquatable<ShardingEnvelope>
{
    public string EntityId { get; } = entityId;

    public object Message { get; } = message;

    public bool Equals(ShardingEnvelope other) => other is not null && EntityId == other.EntityId && Equals(Message, other.Message);

    public override bool Equals(object obj) => Equals(obj as ShardingEnvelope);

    public override int GetHashCode() => HashCode.Combine(EntityId, Message);

    public override string ToString() => $"ShardingEnvelope({EntityId}, {Message})";
}
