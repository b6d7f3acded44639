using System.Buffers;
using Akka.Events.Committing;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// Which lanes have changed since the last checkpoint, whether one is due, and the writing of their states. States are immutable, so they are encoded and
/// written off the shard's turn, while handling goes on.
/// </summary>
internal sealed class Checkpointer(CheckpointOptions options, TimeProvider time)
{
    private List<EntityLane> _dirty = [];
    private List<EntityLane> _writing = [];
    private long _tailEvents;
    private long _tailBytes;
    private long _oldestChange;

    /// <summary>A checkpoint is under way.</summary>
    public bool Running { get; private set; }

    public void Changed(EntityLane lane)
    {
        if (lane.Dirty) return;
        lane.Dirty = true;
        if (_dirty.Count == 0) _oldestChange = time.GetTimestamp();
        _dirty.Add(lane);
    }

    public void Grew(int events, long bytes)
    {
        _tailEvents += events;
        _tailBytes += bytes;
    }

    public bool IsDue(bool memoryShort) =>
        !Running && _dirty.Count > 0
        && (_tailEvents >= options.MaxTailEvents || _tailBytes >= options.MaxTailBytes || memoryShort || time.GetElapsedTime(_oldestChange) >= options.MaxAge);

    /// <summary>Begins a checkpoint of the states as they are durable now; null while some changed lane's state isn't in memory yet.</summary>
    public IReadOnlyList<PendingState>? Begin()
    {
        foreach (var lane in _dirty)
            if (lane.Status is LaneStatus.Cold or LaneStatus.Loading or LaneStatus.Unreadable)
                return null;
        Running = true;
        (_writing, _dirty) = (_dirty, _writing);
        var states = new PendingState[_writing.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var lane = _writing[i];
            lane.Dirty = false;
            lane.Checkpointing = true;
            states[i] = new PendingState(lane, lane.DurableState, lane.DurableSequenceNr);
        }
        _tailEvents = _tailBytes = 0;
        return states;
    }

    /// <summary>Encodes and stores states in chunks. Runs off the shard's turn. Gives each state's encoded size.</summary>
    public async Task<int[]> Write(IEntityStates store, string group, int shard, IReadOnlyList<PendingState> states, CancellationToken ct)
    {
        var sizes = new int[states.Count];
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var rows = new List<StoredState>(Math.Min(options.ChunkSize, states.Count));
        var lengths = new List<int>(rows.Capacity);
        for (var i = 0; i < states.Count;)
        {
            rows.Clear();
            lengths.Clear();
            buffer.ResetWrittenCount();
            var first = i;
            for (; i < states.Count && i - first < options.ChunkSize; i++)
            {
                var before = buffer.WrittenCount;
                states[i].Lane.Type.State.EncodeObject(states[i].State!, buffer);
                lengths.Add(sizes[i] = buffer.WrittenCount - before);
            }
            // Slices only now: the buffer may have moved while it grew.
            var encoded = buffer.WrittenMemory;
            var position = 0;
            for (var j = 0; j < lengths.Count; j++)
            {
                var lane = states[first + j].Lane;
                rows.Add(new StoredState(lane.Type.Name, lane.Key, states[first + j].SequenceNr, lane.Type.State.Manifest, encoded.Slice(position, lengths[j])));
                position += lengths[j];
            }
            await store.Write(group, shard, rows, ct).ConfigureAwait(false);
        }
        return sizes;
    }

    /// <summary>Ends the checkpoint. After a failure its lanes are to be written again.</summary>
    public void End(bool written)
    {
        Running = false;
        foreach (var lane in _writing)
        {
            lane.Checkpointing = false;
            if (!written) Changed(lane);
        }
        _writing.Clear();
    }

    /// <summary>A lane's state as of the checkpoint.</summary>
    internal readonly record struct PendingState(EntityLane Lane, object? State, long SequenceNr);
}
