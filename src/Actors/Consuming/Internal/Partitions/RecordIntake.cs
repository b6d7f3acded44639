using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// What has been read of a partition in one assignment, what of it is under way, and how much more may be read. Not thread-safe; no I/O.
/// </summary>
internal sealed class RecordIntake : IRecordSink
{
    private readonly PartitionAssignment _assignment;
    private readonly DeliveryPool _pool;
    private readonly OffsetTracker _tracker;
    private readonly GroupOptions _options;
    private readonly IReadOnlyList<OutstandingLimit> _limits;
    private readonly (long Bytes, int Span) _most;
    private DeliveryBatch _batch = [];
    private long _next; // the next offset to be read; -1 while it isn't known
    private long _span; // the offset behind the last record; -1 before the first one, where the start wasn't known
    private long _bytes;
    private Error? _error;

    /// <param name="route">The topic.</param>
    /// <param name="assignment">The assignment that its records belong to.</param>
    /// <param name="options">What bounds it.</param>
    /// <param name="next">Offset of the next record to be read; null where it isn't known.</param>
    /// <param name="limits">What it shares with other partitions.</param>
    public RecordIntake(
        SubscribedTopic route, PartitionAssignment assignment, GroupOptions options, long? next = null, params IReadOnlyList<OutstandingLimit> limits)
    {
        (_options, _limits) = (options, limits);
        _assignment = assignment;
        var span = Math.Min(Math.Max(options.MaxGap, options.MaxOutstanding), OffsetTracker.MaxSpan);
        _most = (options.MaxOutstandingBytes, span);
        _pool = new DeliveryPool(route, assignment, options.MaxOutstanding);
        _tracker = new OffsetTracker(next ?? -1);
        _next = _span = next ?? -1;
        if (next is { } start) assignment.Start = start;
    }

    /// <summary>The next offset to be read; null while it isn't known.</summary>
    public long? Next => _next < 0 ? null : _next;

    /// <summary>The next offset to commit; null while it isn't known.</summary>
    public long? Watermark => _tracker.Watermark < 0 ? null : _tracker.Watermark;

    public int UnderWay => _tracker.UnderWay;

    /// <summary>Distance in the log from the watermark to the newest record.</summary>
    public long Gap => _tracker.Gap;

    /// <summary>The first unfinished record's offset; null when all are finished.</summary>
    public long? First => _tracker.First;

    /// <summary>Records from the first unfinished one to the newest.</summary>
    public int Span => _tracker.Span;

    /// <summary>What was to come and didn't.</summary>
    public SeenGaps Gaps { get; } = new();

    /// <summary>Offsets have gone back: the log isn't what it was. Nothing is taken in any more.</summary>
    public bool IsSetBack { get; private set; }

    /// <summary>The records read and not taken yet.</summary>
    public int Waiting => _batch.Count;

    /// <summary>Whether the pool holds deliveries that a trim could give up.</summary>
    public bool HasSpare => _pool.Count > 0;

    /// <summary>What keeps it from reading on.</summary>
    public HeldBack Held { get; private set; }

    /// <summary>Records that may be read now, of those that one would like to; 0 while it is <see cref="Held"/> back.</summary>
    public int Room(int wanted)
    {
        var most = _options.MaxOutstanding;
        foreach (var limit in _limits) most = Math.Min(most, limit.Share);
        var over = Held == HeldBack.ByWhatIsUnderWay
            ? _tracker.UnderWay > most / 2 || _bytes > _most.Bytes / 2
            : _tracker.UnderWay >= most || _bytes >= _most.Bytes;
        Held = over ? HeldBack.ByWhatIsUnderWay : _tracker.Span >= _most.Span ? HeldBack.ByOneRecord : HeldBack.No;
        return Held == HeldBack.No ? Math.Min(wanted, Math.Min(most - _tracker.UnderWay, _most.Span - _tracker.Span)) : 0;
    }

    /// <summary>Reading goes on elsewhere in the same log: what is under way stays.</summary>
    public void GoOnAt(long next)
    {
        _next = next;
        IsSetBack = false;
    }

    /// <summary>Where the client begins, which nothing else has said.</summary>
    public void Expect(long next)
    {
        if (_next < 0) _next = next;
    }

    /// <summary>The last error in the partition's queue since it was last taken; null for none.</summary>
    public Error? TakeError()
    {
        var error = _error;
        _error = null;
        return error;
    }

    public void OnRecord(in RawRecord record)
    {
        if ((record.Offset != _next || IsSetBack) && !Follows(record.Offset)) return;
        if (_span < 0) _assignment.Start = _span = record.Offset;
        var delivery = _pool.Take();
        delivery.Fill(record);
        delivery.Effects.First = _span;
        delivery.Ticket = _tracker.Add(record.Offset);
        _next = _span = record.Offset + 1;
        _bytes += delivery.Size;
        _batch.Add(delivery);
    }

    public void OnEnd(long offset)
    {
        if ((offset != _next || IsSetBack) && !Follows(offset)) return;
        // What lies before the end finishes with the next record, when one comes.
        if (_span < 0) _assignment.Start = _span = offset;
        _next = offset;
        _tracker.Skip(offset);
    }

    public void OnError(Error error) => _error = error;

    /// <summary>Takes out what has been read.</summary>
    public DeliveryBatch Take()
    {
        var batch = _batch;
        _batch = new DeliveryBatch(batch.Count);
        return batch;
    }

    /// <summary>These are finished. True when the watermark moved.</summary>
    public bool Finish(DeliveryBatch batch)
    {
        var moved = false;
        foreach (var record in batch)
        {
            moved |= _tracker.Finish(record.Ticket);
            _bytes -= record.Size;
            _pool.Return(record);
        }
        return moved;
    }

    /// <summary>Gives up deliveries that were not needed since the last trim.</summary>
    public void Trim() => _pool.Trim();

    private bool Follows(long offset)
    {
        // Offsets only rise, unless the log has no longer had the one that was to be read.
        if (offset < _next) IsSetBack = true;
        if (IsSetBack) return false;
        if (_next >= 0) Gaps.Add(_next, offset);
        return true;
    }
}
