namespace Akka.Cluster.Sharding;

public static class ShardRegion
{
    /// <summary>Starts an entity without a message for it; answered when it has been started.</summary>
    public sealed class StartEntity(string entityId) : IClusterShardingSerializable
    {
        public readonly string EntityId = entityId;
    }

    internal sealed record StartEntityAck(string EntityId, string ShardId) : IClusterShardingSerializable;
}
