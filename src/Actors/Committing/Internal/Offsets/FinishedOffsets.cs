namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>
/// The records of one topic-partition whose effects are durable: all below the watermark, and ranges above it.
/// A record finishes with the gap before it (offsets that hold no record: compaction, aborted transactions), so gaps never keep the
/// watermark back. Not thread-safe; no I/O.
/// </summary>
internal sealed class FinishedOffsets
{
    private readonly OffsetRanges _above = new();

    public FinishedOffsets(long watermark = 0, IEnumerable<OffsetRange>? above = null)
    {
        Watermark = watermark;
        foreach (var range in above ?? []) _above.Add(range);
    }

    /// <summary>The next offset that isn't finished.</summary>
    public long Watermark { get; private set; }

    /// <summary>Finished ranges above the watermark, ascending.</summary>
    public IReadOnlyList<OffsetRange> Above => _above;

    /// <summary>The offset behind the highest finished one.</summary>
    public long End => _above.End ?? Watermark;

    public bool Contains(long offset) => offset < Watermark || _above.Contain(offset, offset + 1);

    /// <summary>Whether all offsets from <paramref name="first"/> up to, not including, <paramref name="end"/> are finished.</summary>
    public bool Contains(long first, long end) => end <= Watermark || first >= end || (first >= Watermark && _above.Contain(first, end));

    /// <summary>Adds the offsets from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public void Add(long first, long end)
    {
        if (first >= end) throw new ArgumentException($"empty range {first}..{end}");
        if (end <= Watermark) return;
        if (first <= Watermark) Watermark = _above.TakeUpTo(end);
        else _above.Add(new OffsetRange(first, end));
    }
}
