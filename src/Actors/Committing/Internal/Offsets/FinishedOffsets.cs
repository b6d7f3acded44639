namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>
/// The records of one topic-partition whose effects are durable: all below the watermark, and ranges above it.
/// A record finishes with the gap before it (offsets that hold no record: compaction, aborted transactions), so gaps never keep the
/// watermark back. Not thread-safe; no I/O.
/// </summary>
internal sealed class FinishedOffsets
{
    // Disjoint, not adjacent, ascending ranges above the watermark: first inclusive, end exclusive.
    private readonly List<OffsetRange> _above;

    public FinishedOffsets(long watermark = 0, IEnumerable<OffsetRange>? above = null)
    {
        Watermark = watermark;
        _above = above is null ? [] : [.. above];
    }

    /// <summary>The next offset that isn't finished.</summary>
    public long Watermark { get; private set; }

    /// <summary>Finished ranges above the watermark, ascending.</summary>
    public IReadOnlyList<OffsetRange> Above => _above;

    public bool Contains(long offset)
    {
        if (offset < Watermark) return true;
        var i = Below(offset);
        return i >= 0 && offset < _above[i].End;
    }

    /// <summary>Whether all offsets from <paramref name="first"/> up to, not including, <paramref name="end"/> are finished.</summary>
    public bool Contains(long first, long end)
    {
        if (end <= Watermark || first >= end) return true;
        var i = Below(Math.Max(first, Watermark));
        return first >= Watermark && i >= 0 && end <= _above[i].End;
    }

    /// <summary>Adds the offsets from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public void Add(long first, long end)
    {
        if (first >= end) throw new ArgumentException($"empty range {first}..{end}");
        if (end <= Watermark) return;
        if (first <= Watermark) MoveTo(end);
        else Insert(first, end);
    }

    private void MoveTo(long watermark)
    {
        Watermark = watermark;
        var merged = 0;
        while (merged < _above.Count && _above[merged].First <= Watermark)
        {
            Watermark = Math.Max(Watermark, _above[merged].End);
            merged++;
        }
        _above.RemoveRange(0, merged);
    }

    private void Insert(long first, long end)
    {
        // The usual case is the newest range.
        if (_above.Count == 0 || _above[^1].End < first)
        {
            _above.Add(new OffsetRange(first, end));
            return;
        }
        var from = Below(first);
        if (from < 0 || _above[from].End < first) from++;
        var to = from;
        while (to < _above.Count && _above[to].First <= end)
        {
            first = Math.Min(first, _above[to].First);
            end = Math.Max(end, _above[to].End);
            to++;
        }
        _above.RemoveRange(from, to - from);
        _above.Insert(from, new OffsetRange(first, end));
    }

    /// <summary>Index of the last range that starts at or below the offset; -1 when there is none.</summary>
    private int Below(long offset)
    {
        int low = 0, high = _above.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_above[middle].First <= offset) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }
}
