using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// One record on its way through one handler. It belongs to whoever has it in hand: consumer, shard, handler actor, committer; never to two
/// at a time. It keeps the record's bytes itself, so that a record under way holds no object of its own, and goes home to its consumer,
/// which fills it with another record.
/// </summary>
internal abstract class EventDelivery : EventContext
{
    // A larger buffer isn't kept for the next record.
    private const int MaxKeptBytes = 4096;

    private byte[] _bytes = [];
    private int _keyLength = -1;
    private int _valueLength = -1;
    private int _end;
    private byte[]? _key;
    private StateEvent[] _events = [];
    private int _eventCount;
    private DeliveryCancellation? _cancellation;

    protected EventDelivery(SubscribedTopic route, PartitionAssignment source)
    {
        Route = route;
        Source = source;
    }

    public SubscribedTopic Route { get; }

    /// <summary>The partition's consumer, which is told when the record is finished.</summary>
    public PartitionAssignment Source { get; }

    public sealed override string Topic => Route.Name;

    public sealed override int Partition => Source.Partition;

    public sealed override byte[]? KeyBytes => Lane?.Key ?? (HasKey ? _key ??= KeySpan.ToArray() : null);

    public bool HasKey => _keyLength >= 0;

    public ReadOnlySpan<byte> KeySpan => _bytes.AsSpan(0, Math.Max(0, _keyLength));

    public ReadOnlySpan<byte> Value => _bytes.AsSpan(Math.Max(0, _keyLength), Math.Max(0, _valueLength));

    public bool IsTombstone => _valueLength < 0;

    /// <summary>Bytes of key and value.</summary>
    public int Size => Math.Max(0, _keyLength) + Math.Max(0, _valueLength);

    /// <summary>First offset that finishes with this record: the one after the previous record of the log.</summary>
    public long SpanStart;

    /// <summary>The record's ticket in its partition's tracker.</summary>
    public long Ticket;

    /// <summary>The handler it goes through.</summary>
    public HandlerDefinition Handler = null!;

    /// <summary>Why the record has no event; null when it was decoded, or not yet.</summary>
    public Exception? Undecodable;

    /// <summary>The delivery that counts the handlers which have not finished the record, when it goes through several.</summary>
    public EventDelivery? Primary;

    public int HandlersLeft = 1;

    /// <summary>The key's lane (entities).</summary>
    public EntityLane? Lane;

    /// <summary>The next delivery of the same key or list.</summary>
    public EventDelivery? Next;

    /// <summary>The entity's state after this delivery.</summary>
    public object? StateAfter;

    /// <summary>Handled without a failure, and waits for those that run together with it.</summary>
    public bool Ended;

    /// <summary>The present attempt's task, where it didn't end at once.</summary>
    public Task? Handling;

    /// <summary>The present attempt's span and duration; null while nobody listens.</summary>
    public DeliveryTrace? Trace;

    /// <summary>
    /// When the first attempt began, or ended where it did at once, as a timestamp of the time provider; 0 before.
    /// </summary>
    public long Started;

    /// <summary>
    /// When the run that begins with this delivery began, as a timestamp of the time provider; a housekeeping interval early at most.
    /// </summary>
    public long RunningSince;

    /// <summary>The run that begins with this delivery has been reported as stuck.</summary>
    public bool Reported;

    /// <summary>State events that the handler persisted, in order.</summary>
    public ReadOnlySpan<StateEvent> Events => _events.AsSpan(0, _eventCount);

    /// <summary>Bytes that its events add to the journal, about; 0 without events.</summary>
    public int JournalBytes => _eventCount == 0 ? 0 : _end - Size + _eventCount * (Math.Max(0, _keyLength) + 32);

    /// <summary>Takes in a record. What the delivery held before is gone.</summary>
    public void Fill(in RawRecord record)
    {
        Offset = record.Offset;
        TimestampMs = record.Timestamp;
        Headers = record.Headers;
        Attempt = 1;
        _keyLength = record.HasKey ? record.Key.Length : -1;
        _valueLength = record.HasValue ? record.Value.Length : -1;
        _end = record.Key.Length + record.Value.Length;
        if (_bytes.Length < _end) _bytes = new byte[Rounded(_end)];
        record.Key.CopyTo(_bytes);
        record.Value.CopyTo(_bytes.AsSpan(record.Key.Length));
    }

    /// <summary>Decodes the event, once; where that fails, <see cref="Undecodable"/> says why.</summary>
    public abstract void Decode();

    /// <summary>A copy for one more handler of the same record.</summary>
    public abstract EventDelivery CopyForHandler();

    public sealed override CancellationToken CancellationToken
    {
        get
        {
            if (_cancellation is null)
            {
                var created = new DeliveryCancellation(this);
                if (Interlocked.CompareExchange(ref _cancellation, created, null) is not null) created.Dispose();
            }
            return _cancellation!.Token;
        }
    }

    /// <summary>Takes in a state event, encoded.</summary>
    public void Append(StoredType type, ReadOnlySpan<byte> payload)
    {
        if (_bytes.Length < _end + payload.Length) Array.Resize(ref _bytes, Rounded(_end + payload.Length));
        payload.CopyTo(_bytes.AsSpan(_end));
        if (_eventCount == _events.Length) Array.Resize(ref _events, Math.Max(1, _eventCount * 2));
        _events[_eventCount++] = new StateEvent(type, _end, payload.Length);
        _end += payload.Length;
    }

    /// <summary>A state event's encoded value.</summary>
    public ReadOnlySpan<byte> Payload(in StateEvent e) => _bytes.AsSpan(e.Start, e.Length);

    /// <summary>Forgets what a failed attempt has left.</summary>
    public void Reset()
    {
        _eventCount = 0;
        _end = Size;
        StateAfter = null;
        Handling = null;
        EndCancellation();
    }

    public void EndCancellation()
    {
        _cancellation?.Dispose();
        _cancellation = null;
    }

    /// <summary>The event was handled and is not needed any more.</summary>
    public abstract void ReleaseEvent();

    /// <summary>
    /// Lets go of everything, to be filled again. False for one that has failed before: a handler that was given up may still look at it.
    /// </summary>
    public bool Clear()
    {
        if (Attempt > 1 || Undecodable is not null) return false;
        if (_bytes.Length > MaxKeptBytes) _bytes = [];
        if (_eventCount > 0) Array.Clear(_events, 0, _eventCount);
        _eventCount = 0;
        _key = null;
        Headers = null;
        Handler = null!;
        Primary = Next = null;
        Lane = null;
        StateAfter = null;
        Handling = null;
        Ended = Reported = false;
        Started = 0;
        ReleaseEvent();
        return true;
    }

    protected void CopyTo(EventDelivery copy)
    {
        copy._bytes = _bytes.AsSpan(0, Size).ToArray();
        copy._keyLength = _keyLength;
        copy._valueLength = _valueLength;
        copy._end = Size;
        copy.Offset = Offset;
        copy.TimestampMs = TimestampMs;
        copy.Headers = Headers;
        copy.SpanStart = SpanStart;
        copy.Ticket = Ticket;
    }

    private static int Rounded(int length) => (length + 63) & ~63;
}
