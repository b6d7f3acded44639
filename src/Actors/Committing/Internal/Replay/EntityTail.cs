using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>
/// One handler's state events in a <see cref="JournalTail"/>: as bytes in the journal's batches, found by their key, read when the key is
/// asked for. After recovery only <see cref="Take"/> changes something, on the shard's turn; all else may be read from any thread.
/// </summary>
internal sealed class EntityTail
{
    private const int None = -1;

    private readonly List<Batch> _batches = [];
    private Event[] _events = new Event[16];
    private Key[] _keys = new Key[16];
    private int[] _buckets = NewBuckets(32);
    private int _eventCount;
    private int _keyCount;
    private int _taken;
    private long _payloadBytes;

    /// <summary>Keys are numbered from 0 on, in the order of their first events.</summary>
    public int KeyCount => _keyCount;

    /// <summary>Every key's events have been folded into a state in memory.</summary>
    public bool AllTaken => _taken == _keyCount;

    /// <summary>Estimated bytes of memory.</summary>
    public long Bytes => _payloadBytes + _events.Length * 16L + _keys.Length * 28L + _buckets.Length * 4L;

    /// <summary>Adds an event: its message and, within that, its key lie in <paramref name="payload"/>.</summary>
    public void Add(long sequenceNr, byte[] payload, BatchNames names, int start, int length, int keyStart, int keyLength)
    {
        if (_batches.Count == 0 || _batches[^1].Payload != payload)
        {
            _batches.Add(new Batch(sequenceNr, payload, names));
            _payloadBytes += payload.Length;
        }
        if (_eventCount == _events.Length) Array.Resize(ref _events, _eventCount * 2);
        _events[_eventCount] = new Event { Batch = _batches.Count - 1, Start = start, Length = length, Next = None };
        var key = payload.AsSpan(keyStart, keyLength);
        var hash = KeyComparer.Instance.GetHashCode(key);
        var known = Find(key, hash);
        if (known < 0)
        {
            AddKey(hash, keyStart, keyLength);
        }
        else
        {
            _events[_keys[known].LastEvent].Next = _eventCount;
            _keys[known].LastEvent = _eventCount;
        }
        _eventCount++;
    }

    /// <summary>The key's number; -1 when it has no events here.</summary>
    public int Find(ReadOnlySpan<byte> key) => Find(key, KeyComparer.Instance.GetHashCode(key));

    public ReadOnlySpan<byte> KeyOf(int number)
    {
        ref var key = ref _keys[number];
        return _batches[_events[key.FirstEvent].Batch].Payload.AsSpan(key.Start, key.Length);
    }

    /// <summary>The events of a key, oldest first.</summary>
    public IEnumerable<TailEvent> EventsOf(int number)
    {
        for (var i = _keys[number].FirstEvent; i != None; i = _events[i].Next)
        {
            var batch = _batches[_events[i].Batch];
            var e = JournalBatchReader.ReadEvent(batch.Payload.AsMemory(_events[i].Start, _events[i].Length), batch.Names);
            yield return new TailEvent(batch.SequenceNr, e.Manifest, e.Payload);
        }
    }

    /// <summary>The key's events have been folded into a state in memory, whose owner has it written by the next checkpoint.</summary>
    public void Take(int number)
    {
        if (_keys[number].Taken) return;
        _keys[number].Taken = true;
        _taken++;
    }

    public bool IsTaken(int number) => _keys[number].Taken;

    private int Find(ReadOnlySpan<byte> key, int hash)
    {
        for (var i = _buckets[hash & (_buckets.Length - 1)]; i != None; i = _keys[i].NextInBucket)
            if (_keys[i].Hash == hash && KeyOf(i).SequenceEqual(key))
                return i;
        return None;
    }

    private void AddKey(int hash, int start, int length)
    {
        if (_keyCount == _keys.Length) Grow();
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _keys[_keyCount] = new Key { Hash = hash, Start = start, Length = length, FirstEvent = _eventCount, LastEvent = _eventCount, NextInBucket = bucket };
        bucket = _keyCount++;
    }

    private void Grow()
    {
        Array.Resize(ref _keys, _keyCount * 2);
        _buckets = NewBuckets(_keys.Length * 2);
        for (var i = 0; i < _keyCount; i++)
        {
            ref var bucket = ref _buckets[_keys[i].Hash & (_buckets.Length - 1)];
            _keys[i].NextInBucket = bucket;
            bucket = i;
        }
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, None);
        return buckets;
    }

    private sealed record Batch(long SequenceNr, byte[] Payload, BatchNames Names);

    private struct Event
    {
        public int Batch;
        public int Start;
        public int Length;
        public int Next;
    }

    private struct Key
    {
        public int Hash;
        public int Start;
        public int Length;
        public int FirstEvent;
        public int LastEvent;
        public int NextInBucket;
        public bool Taken;
    }
}
