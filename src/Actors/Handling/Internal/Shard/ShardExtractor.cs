using Akka.Cluster.Sharding;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>Entity and shard are both the partition's number: everything comes in sharding envelopes that say it.</summary>
internal sealed class ShardExtractor : IMessageExtractor
{
    public string? EntityId(object message) => null;

    public object? EntityMessage(object message) => message;

    public string ShardId(object message) => null!;

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
