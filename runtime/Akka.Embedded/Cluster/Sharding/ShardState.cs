using System.Collections.Immutable;

namespace Akka.Cluster.Sharding;

public sealed class ShardState(string shardId, IImmutableSet<string> entityIds) : IClusterShardingSerializable, IEquatable<ShardState>
{
    public readonly string ShardId = shardId;
    public readonly IImmutableSet<string> EntityIds = entityIds;

    public bool Equals(ShardState other) => other is not null && ShardId == other.ShardId && EntityIds.SetEquals(other.EntityIds);
    public override bool Equals(object obj) => Equals(obj as ShardState);
    public override int GetHashCode() => ShardId.GetHashCode();
}
