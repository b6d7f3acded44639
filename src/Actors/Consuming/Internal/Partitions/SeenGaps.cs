namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Offsets that were to come and didn't: most hold no record (compaction, transactions), others have gone from Kafka before they were read.
/// Which, the log's first offset tells. Not thread-safe; no I/O.
/// </summary>
internal sealed class SeenGaps
{
    /// <summary>Of more than this the smallest is forgotten: what retention removes is whole segments.</summary>
    private const int Kept = 64;

    private readonly List<(long Expected, long Found)> _gaps = [];

    public bool Any => _gaps.Count > 0;

    /// <param name="expected">The offset that was to come.</param>
    /// <param name="found">The one that came.</param>
    public void Add(long expected, long found)
    {
        _gaps.Add((expected, found));
        if (_gaps.Count > Kept) _gaps.RemoveAt(Smallest());
    }

    /// <summary>The first offset that was to come and lies below the log's first one; null where nothing is lost. Forgets all.</summary>
    public long? TakeLost(long low)
    {
        long? lost = null;
        // What was found below the log's beginning was there when it was fetched, and so was the gap before it.
        foreach (var (expected, found) in _gaps)
            if (expected < low && found >= low) lost = expected;
        _gaps.Clear();
        return lost;
    }

    private int Smallest()
    {
        var smallest = 0;
        for (var i = 1; i < _gaps.Count; i++)
            if (_gaps[i].Found - _gaps[i].Expected < _gaps[smallest].Found - _gaps[smallest].Expected) smallest = i;
        return smallest;
    }
}
