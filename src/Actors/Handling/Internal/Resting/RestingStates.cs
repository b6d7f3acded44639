using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Resting;

/// <summary>
/// Entities of one type in one shard that have nothing under way: key and encoded state as bytes, without an object for each that every
/// collection would have to walk over. Used on the shard's turn only.
/// </summary>
/// <param name="lent">Somebody else uses bytes that were given out: they have to stay as they are. Else they do until the next entity is laid down
/// or evicted.</param>
internal sealed class RestingStates(Func<bool> lent)
{
    /// <summary>Estimated bytes an entity takes beside its key and state.</summary>
    public const int Overhead = 56;

    private const int None = -1;
    private const int ChunkSize = 64 * 1024;
    private const int PageSize = 1024;
    private const int MinGarbage = 1024 * 1024;

    private readonly List<byte[]> _chunks = [];
    private readonly List<Entry[]> _pages = [];
    private int[] _buckets = NewBuckets(32);
    private int _end;
    private int _free = None;
    private int _chunkEnd = ChunkSize;
    private long _bytes;
    private long _garbage;
    private int _hand;
    private int _deleted;

    public int Count { get; private set; }

    /// <summary>Places that the clock's hand goes round over.</summary>
    public int Places => _end;

    /// <summary>Bytes of keys and states.</summary>
    public long Bytes => _bytes;

    public bool Contains(ReadOnlySpan<byte> key) => Count > 0 && Find(key, KeyComparer.Instance.GetHashCode(key)) >= 0;

    /// <summary>Lays an entity down that isn't here yet, from bytes that are not ours.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> state, long sequenceNr, int changedAt, bool deleted = false)
    {
        CompactWhenDue();
        var number = NewEntry();
        var length = key.Length + state.Length;
        var (chunk, start) = Room(length);
        key.CopyTo(_chunks[chunk].AsSpan(start));
        state.CopyTo(_chunks[chunk].AsSpan(start + key.Length));
        var hash = KeyComparer.Instance.GetHashCode(key);
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        At(number) = new Entry
        {
            Hash = hash, Next = bucket, Chunk = chunk, Start = start, KeyLength = key.Length, Length = length, ChangedAt = changedAt, SequenceNr = sequenceNr,
            Deleted = deleted,
        };
        if (deleted) _deleted++;
        bucket = number;
        Count++;
        _bytes += length;
    }

    /// <summary>Takes an entity out.</summary>
    public bool TryTake(ReadOnlySpan<byte> key, out RestingState state)
    {
        state = default;
        if (Count == 0) return false;
        var number = Find(key, KeyComparer.Instance.GetHashCode(key));
        if (number < 0) return false;
        state = StateOf(At(number));
        Remove(number);
        return true;
    }

    /// <summary>The entities that have changed for a checkpoint above <paramref name="written"/>.</summary>
    public IEnumerable<RestingState> ChangedSince(int written)
    {
        for (var number = 0; number < _end; number++)
            if (At(number).Length != None && At(number).ChangedAt > written)
                yield return StateOf(At(number));
    }

    /// <summary>
    /// Moves the clock's hand one place on, and takes the entity there away if checkpoint <paramref name="written"/> has stored it. Gives
    /// its bytes; 0 when it stays.
    /// </summary>
    public int Evict(int written)
    {
        if (_end == 0) return 0;
        if (_hand >= _end) _hand = 0;
        var number = _hand++;
        ref var entry = ref At(number);
        if (entry.Length == None || entry.ChangedAt > written) return 0;
        var bytes = Overhead + entry.Length;
        Remove(number);
        CompactWhenDue();
        return bytes;
    }

    /// <summary>Takes away the deleted entities that checkpoint <paramref name="written"/> has stored. Gives their number and bytes.</summary>
    public (int Count, long Bytes) RemoveDeleted(int written)
    {
        var (count, bytes) = (0, 0L);
        for (var number = 0; number < _end && _deleted > 0; number++)
        {
            ref var entry = ref At(number);
            if (entry.Length == None || !entry.Deleted || entry.ChangedAt > written) continue;
            count++;
            bytes += Overhead + entry.Length;
            Remove(number);
        }
        return (count, bytes);
    }

    private RestingState StateOf(in Entry entry) =>
        new(_chunks[entry.Chunk].AsMemory(entry.Start, entry.Length), entry.KeyLength, entry.SequenceNr, entry.ChangedAt, entry.Deleted);

    private int Find(ReadOnlySpan<byte> key, int hash)
    {
        for (var i = _buckets[hash & (_buckets.Length - 1)]; i != None; i = At(i).Next)
        {
            ref var entry = ref At(i);
            if (entry.Hash == hash && _chunks[entry.Chunk].AsSpan(entry.Start, entry.KeyLength).SequenceEqual(key)) return i;
        }
        return None;
    }

    private void Remove(int number)
    {
        ref var entry = ref At(number);
        ref var link = ref _buckets[entry.Hash & (_buckets.Length - 1)];
        while (link != number) link = ref At(link).Next;
        link = entry.Next;
        _bytes -= entry.Length;
        _garbage += entry.Length;
        if (entry.Deleted) _deleted--;
        entry.Length = None;
        entry.Next = _free;
        _free = number;
        Count--;
    }

    private int NewEntry()
    {
        if (_free != None)
        {
            var number = _free;
            _free = At(number).Next;
            return number;
        }
        if (_end == _pages.Count * PageSize) _pages.Add(new Entry[PageSize]);
        if (_end * 2 >= _buckets.Length) GrowBuckets();
        return _end++;
    }

    private ref Entry At(int number) => ref _pages[number / PageSize][number % PageSize];

    private void GrowBuckets()
    {
        _buckets = NewBuckets(_buckets.Length * 2);
        for (var i = 0; i < _end; i++)
        {
            if (At(i).Length == None) continue;
            ref var bucket = ref _buckets[At(i).Hash & (_buckets.Length - 1)];
            At(i).Next = bucket;
            bucket = i;
        }
    }

    private (int Chunk, int Start) Room(int length)
    {
        if (_chunks.Count == 0 || _chunkEnd + length > _chunks[^1].Length)
        {
            _chunks.Add(new byte[Math.Max(ChunkSize, length)]);
            _chunkEnd = 0;
        }
        var start = _chunkEnd;
        _chunkEnd += length;
        return (_chunks.Count - 1, start);
    }

    private void CompactWhenDue()
    {
        if (_garbage <= MinGarbage || _garbage <= _bytes / 2) return;
        if (lent()) Copy();
        else Slide();
        _garbage = 0;
    }

    // Into new chunks: what was given out of the old ones stays valid.
    private void Copy()
    {
        var old = _chunks.ToArray();
        _chunks.Clear();
        for (var i = 0; i < _end; i++)
        {
            ref var entry = ref At(i);
            if (entry.Length == None) continue;
            var bytes = old[entry.Chunk].AsSpan(entry.Start, entry.Length);
            (entry.Chunk, entry.Start) = Room(entry.Length);
            bytes.CopyTo(_chunks[entry.Chunk].AsSpan(entry.Start));
        }
    }

    // Down into the same chunks, in their order: no entry's new place lies behind its old one, since it would have fitted there.
    private void Slide()
    {
        var places = new long[Count];
        var numbers = new int[Count];
        for (int i = 0, n = 0; i < _end; i++)
        {
            if (At(i).Length == None) continue;
            places[n] = ((long)At(i).Chunk << 32) | (uint)At(i).Start;
            numbers[n++] = i;
        }
        Array.Sort(places, numbers);
        var (chunk, end) = (0, 0);
        foreach (var number in numbers)
        {
            ref var entry = ref At(number);
            for (; end + entry.Length > _chunks[chunk].Length; end = 0) chunk++;
            _chunks[entry.Chunk].AsSpan(entry.Start, entry.Length).CopyTo(_chunks[chunk].AsSpan(end));
            (entry.Chunk, entry.Start) = (chunk, end);
            end += entry.Length;
        }
        _chunks.RemoveRange(chunk + 1, _chunks.Count - chunk - 1);
        _chunkEnd = end;
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, None);
        return buckets;
    }

    private struct Entry
    {
        public int Hash;
        public int Next;
        public int Chunk;
        public int Start;
        public int KeyLength;

        /// <summary>Bytes of key and state; <see cref="None"/> for an entry that is free.</summary>
        public int Length;

        public int ChangedAt;
        public bool Deleted;
        public long SequenceNr;
    }
}
