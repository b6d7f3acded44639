using System.Collections;

namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>
/// Disjoint, not adjacent, ascending ranges of offsets. They lie in chunks, so that adding one among hundreds of thousands moves a few
/// hundred at most. Not thread-safe; no I/O.
/// </summary>
internal sealed class OffsetRanges : IReadOnlyList<OffsetRange>
{
    private const int MaxChunk = 512;

    private readonly List<List<OffsetRange>> _chunks = []; // none is empty

    public int Count { get; private set; }

    public OffsetRange this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            foreach (var chunk in _chunks)
            {
                if (index < chunk.Count) return chunk[index];
                index -= chunk.Count;
            }
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>The offset behind the highest one; null when there is none.</summary>
    public long? End => Count == 0 ? null : _chunks[^1][^1].End;

    /// <summary>Whether all offsets from <paramref name="first"/> up to, not including, <paramref name="end"/> lie in one range.</summary>
    public bool Contain(long first, long end)
    {
        var at = ChunkBelow(first);
        if (at < 0) return false;
        var i = Below(_chunks[at], first);
        return end <= _chunks[at][i].End;
    }

    /// <summary>Adds a range, joined with those that it overlaps or touches.</summary>
    public void Add(OffsetRange range)
    {
        var (first, end) = range;
        var (chunk, index) = Place(first);
        while (chunk < _chunks.Count && _chunks[chunk][index] is var joined && joined.First <= end)
        {
            (first, end) = (Math.Min(first, joined.First), Math.Max(end, joined.End));
            (chunk, index) = Remove(chunk, index);
        }
        Insert(chunk, index, new OffsetRange(first, end));
    }

    /// <summary>Takes out the first ranges that begin at or below an offset, which grows by each; returns it.</summary>
    public long TakeUpTo(long offset)
    {
        var chunks = 0;
        while (chunks < _chunks.Count && _chunks[chunks] is var ranges && ranges[0].First <= offset)
        {
            var taken = 0;
            for (; taken < ranges.Count && ranges[taken].First <= offset; taken++) offset = Math.Max(offset, ranges[taken].End);
            Count -= taken;
            if (taken < ranges.Count)
            {
                ranges.RemoveRange(0, taken);
                break;
            }
            chunks++;
        }
        _chunks.RemoveRange(0, chunks);
        return offset;
    }

    public IEnumerator<OffsetRange> GetEnumerator() => _chunks.SelectMany(chunk => chunk).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the first range lies that ends at or above an offset.</summary>
    private (int Chunk, int Index) Place(long offset)
    {
        // The usual case is the newest range.
        if (End is not { } highest || highest < offset) return (_chunks.Count, 0);
        var chunk = ChunkBelow(offset);
        if (chunk < 0) return (0, 0);
        var index = Below(_chunks[chunk], offset);
        return _chunks[chunk][index].End < offset ? Normal(chunk, index + 1) : (chunk, index);
    }

    private (int Chunk, int Index) Normal(int chunk, int index) => index < _chunks[chunk].Count ? (chunk, index) : (chunk + 1, 0);

    /// <summary>Takes a range out; returns where the next one lies.</summary>
    private (int Chunk, int Index) Remove(int chunk, int index)
    {
        Count--;
        _chunks[chunk].RemoveAt(index);
        if (_chunks[chunk].Count > 0) return Normal(chunk, index);
        _chunks.RemoveAt(chunk);
        return (chunk, 0);
    }

    /// <summary>Puts a range before the one that lies there.</summary>
    private void Insert(int chunk, int index, OffsetRange range)
    {
        Count++;
        if (index == 0 && chunk > 0) index = _chunks[--chunk].Count;
        else if (chunk == _chunks.Count) _chunks.Add([]);
        var ranges = _chunks[chunk];
        ranges.Insert(index, range);
        if (ranges.Count <= MaxChunk) return;
        // What comes in order fills its chunks.
        var keep = index == MaxChunk ? MaxChunk : MaxChunk / 2;
        _chunks.Insert(chunk + 1, ranges.GetRange(keep, ranges.Count - keep));
        ranges.RemoveRange(keep, ranges.Count - keep);
    }

    /// <summary>Index of the last chunk that starts at or below an offset; -1 when there is none.</summary>
    private int ChunkBelow(long offset)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_chunks[middle][0].First <= offset) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }

    private static int Below(List<OffsetRange> ranges, long offset)
    {
        int low = 0, high = ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (ranges[middle].First <= offset) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }
}
