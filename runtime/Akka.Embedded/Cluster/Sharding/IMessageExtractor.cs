#nullable enable
namespace Akka.Cluster.Sharding;

/// <summary>Says which entity a message is for, and in which shard that entity lives. Must be pure: it is asked more than once.</summary>
public interface IMessageExtractor
{
    /// <summary>The entity's id; null for a message that isn't for an entity.</summary>
    string? EntityId(object message);

    /// <summary>What the entity gets.</summary>
    object? EntityMessage(object message);

    /// <summary>Obsolete: the runtime asks <see cref="ShardId(string, object)"/>.</summary>
    string? ShardId(object message);

    /// <summary>The shard of an entity, the same for ever.</summary>
    string ShardId(string entityId, object? messageHint = null);
}
