using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>Where a shard's messages go: to the shard, or, until there is one, into the buffer.</summary>
internal sealed class ShardHome(string shardId)
{
    public string ShardId { get; } = shardId;

    /// <summary>Null while the shard isn't allocated or is being handed off.</summary>
    public IActorRef Shard { get; set; }

    /// <summary>The old shard, until it has stopped.</summary>
    public IActorRef Leaving { get; set; }

    public bool Allocating { get; set; }
    public Queue<Envelope> Buffer { get; } = new();
}
