using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>States on their way to the store, encoded into one buffer that is used again and again.</summary>
internal sealed class StateRows
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<(EntityType Type, byte[] Key, long SequenceNr, int Start, int Length)> _states = [];
    private readonly List<StoredState> _rows = [];

    public int Count => _states.Count + _rows.Count;

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

    public void Add(EntityType type, in RestingState state)
    {
        _states.Add((type, state.Key.ToArray(), state.SequenceNr, _buffer.WrittenCount, state.State.Length));
        _buffer.Write(state.State.Span);
    }

    /// <summary>Adds a row as it is.</summary>
    public void Add(in StoredState row) => _rows.Add(row);

    /// <summary>Stores what was added, and begins anew.</summary>
    public async Task Write(IEntityStates store, string group, int shard, CancellationToken ct)
    {
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
