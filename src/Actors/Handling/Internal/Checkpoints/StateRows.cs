using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Resting;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>
/// States of a shard on their way to the store, a chunk at a time, encoded into one buffer that is used again and again.
/// </summary>
internal sealed class StateRows(IEntityStates store, string group, int shard, int chunkSize)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<(EntityType Type, byte[] Key, long SequenceNr, int Start, int Length)> _states = [];
    private readonly List<StoredState> _rows = [];

    public int ChunkSize => chunkSize;

    /// <summary>A chunk has been added: it is to be written.</summary>
    public bool IsFull => Count == chunkSize;

    private int Count => _states.Count + _rows.Count;

    /// <summary>What the store has of an entity's keys.</summary>
    public Task<IReadOnlyList<StoredState>> Stored(string entity, IReadOnlyList<byte[]> keys, CancellationToken ct) =>
        store.Read(group, shard, entity, keys, ct);

    /// <summary>Encodes and adds a state. False, with the reason, where it can't be encoded.</summary>
    public bool TryAdd(EntityType type, byte[] key, long sequenceNr, object state, [NotNullWhen(false)] out Exception? failure)
    {
        var start = _buffer.WrittenCount;
        try
        {
            type.State.EncodeObject(state, _buffer);
        }
        catch (Exception e)
        {
            failure = e;
            return false;
        }
        _states.Add((type, key, sequenceNr, start, _buffer.WrittenCount - start));
        failure = null;
        return true;
    }

    /// <summary>Adds that there is no state any more.</summary>
    public void AddDeleted(EntityType type, byte[] key, long sequenceNr) =>
        _rows.Add(new StoredState(type.Name, key, sequenceNr, type.State.Manifest, default, Deleted: true));

    public void Add(EntityType type, in RestingState state)
    {
        if (state.Deleted)
        {
            AddDeleted(type, state.Key.ToArray(), state.SequenceNr);
            return;
        }
        _states.Add((type, state.Key.ToArray(), state.SequenceNr, _buffer.WrittenCount, state.State.Length));
        _buffer.Write(state.State.Span);
    }

    /// <summary>Adds a row as it is.</summary>
    public void Add(in StoredState row) => _rows.Add(row);

    /// <summary>Stores what was added, if anything was, and begins anew.</summary>
    public async Task Write(CancellationToken ct)
    {
        if (Count == 0) return;
        // Slices only now: the buffer may have moved while it grew.
        var encoded = _buffer.WrittenMemory;
        foreach (var (type, key, sequenceNr, start, length) in _states)
            _rows.Add(new StoredState(type.Name, key, sequenceNr, type.State.Manifest, encoded.Slice(start, length)));
        await store.Write(group, shard, _rows, ct).ConfigureAwait(false);
        _states.Clear();
        _rows.Clear();
        _buffer.ResetWrittenCount();
    }
}
