using Akka.Events.Handling;

namespace Akka.Events.Operating;

/// <summary>What a visit has come to.</summary>
public sealed class VisitResult
{
    internal VisitResult(IReadOnlyList<ShardVisit> shards) => Shards = shards;

    /// <summary>By shard.</summary>
    public IReadOnlyList<ShardVisit> Shards { get; }

    /// <summary>Entities that were visited; what that led to is durable.</summary>
    public long Visited => Shards.Sum(shard => shard.Visited);

    /// <summary>Entities whose visit has failed.</summary>
    public long Failed => Shards.Sum(shard => shard.Failed);

    /// <summary>All entities of all those shards had their turn: no shard was broken off by a move.</summary>
    public bool IsComplete => Shards.All(shard => shard.Aborted is null);
}
