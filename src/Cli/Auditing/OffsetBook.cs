using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Cli.Auditing;

/// <summary>Ranges of offsets, and whether one was entered twice. Not thread-safe; no I/O.</summary>
internal sealed class OffsetBook
{
    // Disjoint, not adjacent, ascending.
    private readonly List<OffsetRange> _ranges = [];

    public IReadOnlyList<OffsetRange> Ranges => _ranges;

    public long Count => _ranges.Sum(r => r.End - r.First);

    /// <summary>What is finished: all below the watermark, and above it.</summary>
    /// <param name="offsets">As a checkpoint has them.</param>
    /// <param name="start">Where the reading began.</param>
    public static OffsetBook Of(FinishedOffsets offsets, long start = 0)
    {
        var book = new OffsetBook();
        if (start < offsets.Watermark) book.Enter(start, offsets.Watermark);
        foreach (var range in offsets.Above) book.Enter(range.First, range.End);
        return book;
    }

    /// <summary>Enters a range.</summary>
    /// <returns>The first part of it that was there already; null where none was.</returns>
    public OffsetRange? Enter(long first, long end)
    {
        var twice = Overlap(first, end);
        var at = Behind(first);
        // Takes in what it touches on either side.
        if (at > 0 && _ranges[at - 1].End >= first) (at, first) = (at - 1, _ranges[at - 1].First);
        var count = 0;
        while (at + count < _ranges.Count && _ranges[at + count].First <= end) end = Math.Max(end, _ranges[at + count++].End);
        _ranges.RemoveRange(at, count);
        _ranges.Insert(at, new OffsetRange(first, end));
        return twice;
    }

    /// <summary>The first part of a range that is there; null where none is.</summary>
    public OffsetRange? Overlap(long first, long end)
    {
        var at = Math.Max(0, Behind(first) - 1);
        for (; at < _ranges.Count && _ranges[at].First < end; at++)
            if (_ranges[at].End > first)
                return new OffsetRange(Math.Max(first, _ranges[at].First), Math.Min(end, _ranges[at].End));
        return null;
    }

    public bool Holds(long first, long end) => Behind(first) is > 0 and var at && _ranges[at - 1].End >= end;

    public OffsetBook Copy()
    {
        var copy = new OffsetBook();
        copy._ranges.AddRange(_ranges);
        return copy;
    }

    public static string Text(OffsetRange range) => range.End == range.First + 1 ? $"@{range.First}" : $"@{range.First} to @{range.End - 1}";

    // The number of ranges that begin at or before an offset.
    private int Behind(long first)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].First <= first) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
