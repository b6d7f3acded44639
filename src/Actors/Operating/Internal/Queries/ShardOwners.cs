using Akka.Actor;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// What this process has heard of which other node has which shard of a group. It serves queries only: what is wrong in it costs a question
/// to the wrong node, which says so. No I/O.
/// </summary>
internal sealed class ShardOwners
{
    private readonly Dictionary<int, ShardOwner> _owners = [];

    /// <summary>Null where nobody is known to have it.</summary>
    public ShardOwner? Of(int shard) => _owners.GetValueOrDefault(shard);

    /// <summary>A node says that it has a shard. False where a later owner is known, or nothing is new.</summary>
    public bool Learn(int shard, ShardOwner owner)
    {
        if (_owners.TryGetValue(shard, out var known) && (known.SequenceNr > owner.SequenceNr || known == owner)) return false;
        _owners[shard] = owner;
        return true;
    }

    /// <summary>A node says that it doesn't have the shard.</summary>
    public void Refused(int shard, Address node)
    {
        if (Of(shard)?.Node == node) _owners.Remove(shard);
    }

    /// <summary>The shard is in this process now.</summary>
    public void Here(int shard) => _owners.Remove(shard);
}
