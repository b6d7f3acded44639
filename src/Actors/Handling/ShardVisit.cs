namespace Akka.Events.Handling;

/// <summary>What a visit has come to in one shard.</summary>
public sealed class ShardVisit
{
    internal ShardVisit(int shard, long visited, long failed, string? aborted) => (Shard, Visited, Failed, Aborted) = (shard, visited, failed, aborted);

    /// <summary>The shard: the partition's number.</summary>
    public int Shard { get; }

    /// <summary>Entities that were visited; what that led to is durable.</summary>
    public long Visited { get; }

    /// <summary>Entities whose visit has failed, or that could not be visited because their key is blocked; their state is as it was.</summary>
    public long Failed { get; }

    /// <summary>Why not all had their turn: the shard has moved, or isn't here. Null when all had.</summary>
    public string? Aborted { get; }
}
