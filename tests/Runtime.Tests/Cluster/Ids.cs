using Akka.Cluster.Sharding;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>Understands envelopes and <see cref="To"/>; the shard is the id's first letter.</summary>
internal sealed class Ids : IMessageExtractor
{
    public string EntityId(object message) => (message as To)?.Id;

    public object EntityMessage(object message) => message is To to ? to.Message : message;

    public string ShardId(object message) => ShardId(EntityId(message));

    public string ShardId(string entityId, object messageHint = null) => entityId[..1];

    public sealed record To(string Id, object Message);
}
