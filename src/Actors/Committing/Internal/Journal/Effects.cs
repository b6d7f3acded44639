using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// One record and what it leaves behind when a handler of it has ended: the offsets that finish with it, and the state events that become
/// durable with them. It keeps the bytes of both itself, in one buffer, and is filled with another record later. It belongs to whoever has
/// the delivery in hand that has it.
/// </summary>
internal sealed class Effects
{
    // A larger buffer isn't kept for the next record.
    private const int MaxKeptBytes = 4096;

    private byte[] _bytes = [];
    private int _keyLength = -1;
    private int _valueLength = -1;
    private int _end;
    private StateEvent[] _events = [];
    private int _eventCount;
    private OutgoingSlice[] _published = [];
    private int _publishedCount;
    private int _publishedBytes;

    /// <summary>By whom it was handled, as the journal names it. Without a topic it finishes nothing: a query.</summary>
    public HandledTopic Handled;

    /// <summary>Where reading began in the record's assignment: the first offset that its handler can get.</summary>
    public long Start;

    /// <summary>First offset that finishes with the record: the one after the previous record of the log.</summary>
    public long First;

    public long Offset;

    /// <summary>Unix milliseconds; -1 where the broker gave none.</summary>
    public long TimestampMs;

    /// <summary>Its dead letter, where it was given up; null as a rule. It is no attempt's, and stays until the record is finished.</summary>
    public OutgoingRecord? Letter;

    /// <summary>The ownership that it is handled under; null where there is none.</summary>
    public PartitionOwner? Owner;

    /// <summary>It comes of no record: what it has persisted becomes durable, and no offset is finished by that.</summary>
    public bool FinishesNothing;

    /// <summary>Its handler's transaction is committed, and it is finished in it.</summary>
    public bool IsStored;

    /// <summary>Its handler has handled an event of the same id before: the record is finished without it.</summary>
    public bool IsRepeated;

    public bool HasKey => _keyLength >= 0;

    public ReadOnlySpan<byte> Key => _bytes.AsSpan(0, Math.Max(0, _keyLength));

    public ReadOnlySpan<byte> Value => _bytes.AsSpan(Math.Max(0, _keyLength), Math.Max(0, _valueLength));

    public bool IsTombstone => _valueLength < 0;

    /// <summary>Bytes of key and value.</summary>
    public int Size => Math.Max(0, _keyLength) + Math.Max(0, _valueLength);

    /// <summary>State events that the handler persisted, in order.</summary>
    public ReadOnlySpan<StateEvent> Events => _events.AsSpan(0, _eventCount);

    /// <summary>The last thing that the handler persisted is that there is no state any more.</summary>
    public bool DeletesState => _eventCount > 0 && _events[_eventCount - 1].Type is StateDeletion;

    /// <summary>What the handler has published, in order.</summary>
    public ReadOnlySpan<OutgoingSlice> Published => _published.AsSpan(0, _publishedCount);

    /// <summary>Something is to be sent.</summary>
    public bool HasOutgoing => Letter is not null || _publishedCount > 0;

    public int OutgoingCount => (Letter is null ? 0 : 1) + _publishedCount;

    /// <summary>Their bytes as the journal holds them, which is what is told when they are sent.</summary>
    public int OutgoingBytes => (Letter is null ? 0 : OutgoingCodec.Write(Letter).Length) + _publishedBytes;

    /// <summary>Bytes that its events and what is to be sent add to the journal, about; 0 without either.</summary>
    public int JournalBytes => (Letter?.Size ?? 0) + _end - Size + _eventCount * (Math.Max(0, _keyLength) + 32);

    /// <summary>Takes in a record. What was there before is gone.</summary>
    public void Fill(in RawRecord record)
    {
        Offset = record.Offset;
        TimestampMs = record.Timestamp;
        _keyLength = record.HasKey ? record.Key.Length : -1;
        _valueLength = record.HasValue ? record.Value.Length : -1;
        _end = record.Key.Length + record.Value.Length;
        if (_bytes.Length < _end) _bytes = new byte[Rounded(_end)];
        record.Key.CopyTo(_bytes);
        record.Value.CopyTo(_bytes.AsSpan(record.Key.Length));
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

    /// <summary>Takes in what the handler publishes.</summary>
    public void Append(OutgoingRecord published)
    {
        var bytes = OutgoingCodec.Write(published);
        if (_bytes.Length < _end + bytes.Length) Array.Resize(ref _bytes, Rounded(_end + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_end));
        if (_publishedCount == _published.Length) Array.Resize(ref _published, Math.Max(1, _publishedCount * 2));
        _published[_publishedCount++] = new OutgoingSlice(published.Topic, _end, bytes.Length);
        _publishedBytes += bytes.Length;
        _end += bytes.Length;
    }

    /// <summary>A published record, encoded.</summary>
    public ReadOnlySpan<byte> Encoded(in OutgoingSlice published) => _bytes.AsSpan(published.Start, published.Length);

    /// <summary>A state event's encoded value.</summary>
    public ReadOnlySpan<byte> Payload(in StateEvent e) => _bytes.AsSpan(e.Start, e.Length);

    /// <summary>Forgets what a failed attempt has left.</summary>
    public void Reset()
    {
        _eventCount = 0;
        _end = Size;
        IsStored = IsRepeated = false;
        ForgetPublished();
    }

    /// <summary>Lets go of everything, to be filled again.</summary>
    public void Clear()
    {
        if (_bytes.Length > MaxKeptBytes) _bytes = [];
        if (_eventCount > 0) Array.Clear(_events, 0, _eventCount);
        _eventCount = 0;
        Letter = null;
        Owner = null;
        IsStored = IsRepeated = false;
        ForgetPublished();
    }

    private void ForgetPublished()
    {
        if (_publishedCount == 0) return;
        // A delivery that once published much may never do so again.
        if (_published.Length > 16) _published = [];
        (_publishedCount, _publishedBytes) = (0, 0);
    }

    /// <summary>Gives the record to another handler's effects.</summary>
    public void CopyRecordTo(Effects copy)
    {
        copy._bytes = _bytes.AsSpan(0, Size).ToArray();
        copy._keyLength = _keyLength;
        copy._valueLength = _valueLength;
        copy._end = Size;
        copy.First = First;
        copy.Offset = Offset;
        copy.TimestampMs = TimestampMs;
    }

    private static int Rounded(int length) => (length + 63) & ~63;
}
