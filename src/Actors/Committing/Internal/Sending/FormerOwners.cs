namespace Akka.Events.Committing.Internal.Sending;

/// <summary>
/// Who has owned a shard, as its journal has it. What one of them has noted elsewhere holds for the rows up to the next one's first: a journal
/// that was restored from a copy goes on otherwise than that one saw it. Not thread-safe; no I/O.
/// </summary>
internal sealed class FormerOwners
{
    private const int Kept = 32;

    private readonly List<(int Owner, long SequenceNr)> _owners = [];

    /// <summary>The last ones, each with the sequence number of its first row, for a snapshot.</summary>
    public IReadOnlyList<(int Owner, long SequenceNr)> All => [.. _owners];

    public void Add(int owner, long sequenceNr)
    {
        _owners.Add((owner, sequenceNr));
        if (_owners.Count > Kept) _owners.RemoveAt(0);
    }

    public void Clear() => _owners.Clear();

    /// <summary>The last row that an owner's word holds for; null for one that the journal doesn't know.</summary>
    public long? Through(int owner)
    {
        var place = _owners.FindLastIndex(known => known.Owner == owner);
        if (place < 0) return null;
        return place + 1 < _owners.Count ? _owners[place + 1].SequenceNr - 1 : long.MaxValue;
    }
}
