using System.Numerics;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// What is under way of one topic-partition, and what may be committed: everything below the first unfinished record.
/// Records enter in the order of the log, gaps and all, and finish in any order. Not thread-safe; no I/O.
/// </summary>
internal sealed class OffsetTracker
{
    // A ring of the offsets under way; the record with ticket t lies at t & mask. A finished one has its sign bit set.
    private const long Finished = long.MinValue;

    private long[] _ring;
    private long _head;
    private long _tail;

    /// <param name="next">Offset of the next record to be read: nothing below it is of interest. -1 where it isn't known yet.</param>
    /// <param name="capacity">Records under way that fit without growing.</param>
    public OffsetTracker(long next, int capacity = 1024)
    {
        Watermark = next;
        _ring = new long[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>
    /// The next offset to commit: every record below it is finished. -1 before the first record, where the start wasn't known.
    /// </summary>
    public long Watermark { get; private set; }

    /// <summary>Records that have entered and are not below the watermark.</summary>
    public int Outstanding => (int)(_tail - _head);

    /// <summary>Distance in the log from the watermark to the newest record that entered.</summary>
    public long Gap => _tail == _head ? 0 : (_ring[(_tail - 1) & (_ring.Length - 1)] & ~Finished) + 1 - Watermark;

    /// <summary>Takes in the next record and returns its ticket.</summary>
    public long Add(long offset)
    {
        if (_tail - _head == _ring.Length) Grow();
        if (_head == _tail && Watermark < 0) Watermark = offset;
        _ring[_tail & (_ring.Length - 1)] = offset;
        return _tail++;
    }

    /// <summary>Marks a record as finished. True when the watermark moved.</summary>
    public bool Finish(long ticket)
    {
        if (ticket < _head || ticket >= _tail) throw new ArgumentOutOfRangeException(nameof(ticket), ticket, "not under way");
        var mask = _ring.Length - 1;
        _ring[ticket & mask] |= Finished;
        if (ticket != _head) return false;
        do
        {
            Watermark = (_ring[_head & mask] & ~Finished) + 1;
            _head++;
        }
        while (_head < _tail && _ring[_head & mask] < 0);
        return true;
    }

    private void Grow()
    {
        var ring = new long[_ring.Length * 2];
        for (var t = _head; t < _tail; t++) ring[t & (ring.Length - 1)] = _ring[t & (_ring.Length - 1)];
        _ring = ring;
    }
}
