using System.Buffers;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>States on their way to the store, encoded into one buffer that is used again and again.</summary>
internal sealed class StateRows
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<(EntityType Type, byte[] Key, long SequenceNr, int Length)> _states = [];
    private readonly List<StoredState> _rows = [];

    public int Count => _states.Count + _rows.Count;

    public void Add(EntityType type, byte[] key, long sequenceNr, object state)
    {
        var before = _buffer.WrittenCount;
        type.State.EncodeObject(state, _buffer);
        _states.Add((type, key, sequenceNr, _buffer.WrittenCount - before));
    }

    public void Add(EntityType type, in RestingState state)
    {
        _buffer.Write(state.State.Span);
        _states.Add((type, state.Key.ToArray(), state.SequenceNr, state.State.Length));
    }

    /// <summary>Adds a row as it is.</summary>
    public void Add(in StoredState row) => _rows.Add(row);

    /// <summary>Stores what was added, and begins anew.</summary>
    public async Task Write(IEntityStates store, string group, int shard, CancellationToken ct)
    {
        // Slices only now: the buffer may have moved while it grew.
        var encoded = _buffer.WrittenMemory;
        var position = 0;
        foreach (var (type, key, sequenceNr, length) in _states)
        {
            _rows.Add(new StoredState(type.Name, key, sequenceNr, type.State.Manifest, encoded.Slice(position, length)));
            position += length;
        }
        await store.Write(group, shard, _rows, ct).ConfigureAwait(false);
        _states.Clear();
        _rows.Clear();
        _buffer.ResetWrittenCount();
    }
}
