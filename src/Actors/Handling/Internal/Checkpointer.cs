using Akka.Events.Committing;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// Which lanes have changed since the last checkpoint, whether one is due, and the writing of their states. States are immutable, so they are encoded and
/// written off the shard's turn, while handling goes on.
/// </summary>
internal sealed class Checkpointer(CheckpointOptions options, TailBudget tails, TimeProvider time)
{
    private List<EntityLane> _dirty = [];
    private List<EntityLane> _writing = [];
    private long _tailEvents;
    private long _tailBytes;
    private long _writingEvents;
    private long _writingBytes;
    private long _oldestChange;

    /// <summary>A checkpoint is under way.</summary>
    public bool Running { get; private set; }

    public void Changed(EntityLane lane)
    {
        if (lane.Dirty) return;
        lane.Dirty = true;
        if (_dirty.Count == 0 && _tailEvents == 0) _oldestChange = time.GetTimestamp();
        _dirty.Add(lane);
    }

    public void Grew(long events, long bytes)
    {
        if (events == 0) return;
        if (_dirty.Count == 0 && _tailEvents == 0) _oldestChange = time.GetTimestamp();
        _tailEvents += events;
        _tailBytes += bytes;
        tails.Add(events, bytes);
    }

    public bool IsDue(bool memoryShort) =>
        !Running && _tailEvents > 0
        && (memoryShort || tails.IsOver(_tailEvents, _tailBytes) || time.GetElapsedTime(_oldestChange) >= options.MaxAge);

    /// <summary>
    /// Begins a checkpoint of the states as they are durable now, and of those that the tail holds; null while some changed lane's state can't be read.
    /// </summary>
    public Checkpoint? Begin(Func<IReadOnlyList<PendingTail>> pending)
    {
        foreach (var lane in _dirty)
            if (lane.Status == LaneStatus.Unreadable)
                return null;
        Running = true;
        (_writing, _dirty) = (_dirty, _writing);
        var states = new Checkpoint.State[_writing.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var lane = _writing[i];
            lane.Dirty = false;
            lane.Checkpointing = true;
            states[i] = new Checkpoint.State(lane, lane.DurableState, lane.DurableSequenceNr);
        }
        (_writingEvents, _writingBytes) = (_tailEvents, _tailBytes);
        tails.Add(-_tailEvents, -_tailBytes);
        _tailEvents = _tailBytes = 0;
        return new Checkpoint(states, pending(), options.ChunkSize);
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
        if (!written) Grew(_writingEvents, _writingBytes);
    }

    /// <summary>Gives up what it has counted, when the shard ends.</summary>
    public void Clear() => tails.Add(-_tailEvents, -_tailBytes);
}
