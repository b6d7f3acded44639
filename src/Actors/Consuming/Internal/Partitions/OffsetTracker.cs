using System.Numerics;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// What is under way of one topic-partition, and what may be committed: everything below the first unfinished record.
/// Records enter in the order of the log, gaps and all, and finish in any order. Not thread-safe; no I/O.
/// </summary>
internal sealed class OffsetTracker
{
    /// <summary>Records that the ring can hold, and so the most that <see cref="Span"/> can be.</summary>
    public const int MaxSpan = 1 << 30;

    // A ring of the offsets from the first unfinished one on; the record with ticket t lies at t & mask. A finished one has its sign bit
    // set.
    private const long Finished = long.MinValue;

    // A larger ring is given up when nothing is under way.
    private const int KeptCapacity = 16_384;

    private long[] _ring;
    private long _head;
    private long _tail;
    private long _end;

    /// <param name="next">Offset of the next record to be read: nothing below it is of interest. -1 where it isn't known yet.</param>
    /// <param name="capacity">Records that fit without growing.</param>
    public OffsetTracker(long next, int capacity = 1024)
    {
        Watermark = next;
        _ring = new long[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>
    /// The next offset to commit: every record below it is finished. -1 before the first record, where the start wasn't known.
    /// </summary>
    public long Watermark { get; private set; }

    /// <summary>Records that have entered and not finished.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Records from the first unfinished one to the newest, finished ones included.</summary>
    public int Span => (int)(_tail - _head);

    /// <summary>The first unfinished record's offset; null when all are finished.</summary>
    public long? First => _tail == _head ? null : _ring[_head & (_ring.Length - 1)];

    /// <summary>Distance in the log from the watermark to the newest record that entered.</summary>
    public long Gap => _tail == _head ? 0 : (_ring[(_tail - 1) & (_ring.Length - 1)] & ~Finished) + 1 - Watermark;

    /// <summary>Takes in the next record and returns its ticket.</summary>
    public long Add(long offset)
    {
        if (_tail - _head == _ring.Length) Resize(_ring.Length * 2);
        if (_head == _tail && Watermark < 0) Watermark = offset;
        _ring[_tail & (_ring.Length - 1)] = offset;
        UnderWay++;
        return _tail++;
    }

    /// <summary>There is no further record below an offset. True when the watermark moved.</summary>
    public bool Skip(long next)
    {
        _end = next;
        if (_head < _tail || next <= Watermark) return false;
        Watermark = next;
        return true;
    }

    /// <summary>Marks a record as finished. True when the watermark moved.</summary>
    public bool Finish(long ticket)
    {
        var mask = _ring.Length - 1;
        if (ticket < _head || ticket >= _tail || _ring[ticket & mask] < 0)
            throw new ArgumentOutOfRangeException(nameof(ticket), ticket, "not under way");
        _ring[ticket & mask] |= Finished;
        UnderWay--;
        if (ticket != _head) return false;
        do
        {
            Watermark = (_ring[_head & mask] & ~Finished) + 1;
            _head++;
        }
        while (_head < _tail && _ring[_head & mask] < 0);
        if (_head == _tail && _end > Watermark) Watermark = _end;
        if (_head == _tail && _ring.Length > KeptCapacity) Resize(KeptCapacity);
        return true;
    }

    private void Resize(int capacity)
    {
        var ring = new long[capacity];
        for (var t = _head; t < _tail; t++) ring[t & (ring.Length - 1)] = _ring[t & (_ring.Length - 1)];
        _ring = ring;
    }
}
