using System.Buffers;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Resting;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// The entities of one type in one shard: those with a lane, which are awake or have something under way, and those that rest as bytes. Says
/// which must be read first, and which have to give way. Used on the shard's turn only.
/// </summary>
internal sealed class EntityLanes(EntityType type, EntityBudget budget, CheckpointNumbers checkpoints)
{
    // Lane, key array and state object beside their contents.
    private const int Overhead = 700;

    private readonly HashSet<EntityLane> _lanes = new(LaneComparer.Instance);
    private readonly RestingStates _resting = new(() => checkpoints.Running);
    private readonly Queue<EntityLane> _awake = new();
    private readonly ArrayBufferWriter<byte> _encoded = new();
    private List<EntityLane> _toLoad = [];
    private EntityTail? _tail;
    private long _tailBytes;
    private int _tailHand;

    public EntityType Type { get; } = type;

    /// <summary>The store may hold keys that are not in memory.</summary>
    public bool MayBeStored { get; set; }

    /// <summary>Some entity could not be read back: its state is in the store alone, whatever a sweep has brought.</summary>
    public bool HasUnreadable { get; private set; }

    /// <summary>Keys in memory.</summary>
    public int Count => _lanes.Count + _resting.Count;

    /// <summary>Entities that have had a run, and not rested since.</summary>
    public int AwakeCount => _awake.Count;

    public bool HasToLoad => _toLoad.Count > 0;

    public EntityLane? Find(ReadOnlySpan<byte> key) =>
        _lanes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var lane) ? lane : null;

    /// <summary>The lane of a key, made where it has none. It is Unreadable where the resting state can't be read back.</summary>
    public EntityLane GetOrAdd(ReadOnlySpan<byte> key)
    {
        var lane = Find(key);
        if (lane is null)
        {
            lane = new EntityLane(Type, key.ToArray());
            if (_resting.TryTake(key, out var resting))
            {
                budget.Add(0, -1, -(RestingStates.Overhead + resting.Bytes.Length));
                Wake(lane, resting);
            }
            else
            {
                lane.TailKey = _tail?.Find(key) ?? -1;
                if (lane.TailKey >= 0) lane.Tail = _tail;
                if (MayBeStored || lane.Tail is not null || !TryMake(lane)) lane.NeedsState();
            }
            _lanes.Add(lane);
            budget.Add(0, 1, Overhead + lane.Key.Length + lane.StateSize);
        }
        return lane;
    }

    /// <summary>
    /// Events that come on top of the stored states: every lane made from now on has those of its key. Null when a checkpoint has stored
    /// them all.
    /// </summary>
    public EntityTail? Tail
    {
        get => _tail;
        set
        {
            budget.Add(0, 0, (value?.Bytes ?? 0) - _tailBytes);
            _tail = value;
            _tailBytes = value?.Bytes ?? 0;
            _tailHand = 0;
        }
    }

    /// <summary>A checkpoint has stored the tail: from now on its keys are read like any other.</summary>
    public void TailStored()
    {
        if (_tail is null) return;
        if (!_tail.AllTaken) MayBeStored = SweepMisses = true;
        Tail = null;
    }

    /// <summary>The next cold lane that has events in the tail, for which there is room; null where there is none.</summary>
    public EntityLane? NextOfTail()
    {
        while (_tail is { } tail && _tailHand < tail.KeyCount && budget.HasRoom)
        {
            var number = _tailHand++;
            if (tail.IsTaken(number)) continue;
            var lane = GetOrAdd(tail.KeyOf(number));
            if (lane.Status == LaneStatus.Cold) return lane;
        }
        return null;
    }

    /// <summary>Asks for a cold lane's state; it is read together with others.</summary>
    public void Load(EntityLane lane)
    {
        lane.Loads();
        _toLoad.Add(lane);
    }

    public List<EntityLane> TakeToLoad()
    {
        var taken = _toLoad;
        _toLoad = [];
        return taken;
    }

    /// <summary>A sweep over all stored states begins.</summary>
    public void BeginSweep() => SweepMisses = !MayBeStored;

    /// <summary>
    /// States have been passed over by the sweep, for want of room, or have left memory since: it no longer brings everything.
    /// </summary>
    public bool SweepMisses { get; private set; }

    /// <summary>
    /// Takes in a swept row of an entity that isn't in memory, or gives the lane that waits for it; null when there is no such lane, or no
    /// room.
    /// </summary>
    public EntityLane? Sweep(in StoredState row)
    {
        if (Find(row.Key) is { } known) return known.Status == LaneStatus.Cold ? known : null;
        if (_resting.Contains(row.Key)) return null;
        // Once a state has left memory, an older one of it may be among the rows.
        if (SweepMisses |= !budget.HasRoom) return null;
        if (row.Manifest == Type.State.Manifest && !(_tail?.Find(row.Key) >= 0))
        {
            Rest(row.Key, row.Payload.Span, row.SequenceNr, 0);
            return null;
        }
        var lane = GetOrAdd(row.Key);
        return lane.Status == LaneStatus.Cold ? lane : null;
    }

    /// <summary>
    /// The sweep has ended: where it missed nothing, what it did not bring isn't stored. Gives the lanes that still wait for their state.
    /// </summary>
    public List<EntityLane> EndSweep()
    {
        if (SweepMisses) return [];
        MayBeStored = false;
        return [.. _lanes.Where(lane => lane.Status == LaneStatus.Cold)];
    }

    /// <summary>Gives a lane its state: what is stored, and the journal's tail on top.</summary>
    /// <exception cref="UnreadableStateException">Something stored can't be read back; the lane is then Unreadable.</exception>
    public void Materialize(EntityLane lane, StoredState? stored)
    {
        try
        {
            lane.Restored(Type.Restore(lane.Key, stored, lane.Tail, lane.TailKey));
            var size = stored?.Payload.Length ?? 0;
            budget.Add(0, 0, size - lane.StateSize);
            lane.StateSize = size;
        }
        catch (UnreadableStateException)
        {
            lane.CannotBeRead();
            HasUnreadable = true;
            throw;
        }
    }

    /// <summary>A lane's state has changed, durably. True for the first time since the last checkpoint began.</summary>
    public bool Changed(EntityLane lane)
    {
        if (lane.ChangedAt == checkpoints.Next) return false;
        lane.ChangedAt = checkpoints.Next;
        return true;
    }

    /// <summary>The lanes whose state has changed since the last checkpoint that was written.</summary>
    public IEnumerable<EntityLane> ChangedLanes => _lanes.Where(lane => lane.ChangedAt > checkpoints.Written);

    /// <summary>The entities at rest whose state has.</summary>
    public IEnumerable<RestingState> ChangedResting => _resting.ChangedSince(checkpoints.Written);

    /// <summary>Keys of entities whose states the store hasn't got as they are: what checkpoints have to write, and the journal's tail.</summary>
    public IEnumerable<byte[]> UnstoredKeys
    {
        get
        {
            foreach (var lane in ChangedLanes)
                if (lane is { DurableSequenceNr: > 0, IsDeleted: false })
                    yield return lane.Key;
            foreach (var resting in ChangedResting)
                if (!resting.Deleted)
                    yield return resting.Key.ToArray();
            if (_tail is not { } tail) yield break;
            for (var number = 0; number < tail.KeyCount; number++)
                if (!tail.IsTaken(number))
                    yield return tail.KeyOf(number).ToArray();
        }
    }

    /// <summary>A lane has its first run.</summary>
    public void Woken(EntityLane lane)
    {
        lane.IsAwake = true;
        _awake.Enqueue(lane);
        budget.Add(1, 0, 0);
    }

    /// <summary>
    /// Lays lanes down that have nothing under way, those woken longest ago first; one with <paramref name="runsToStay"/> runs since
    /// its last turn gets another. Ends when no more are <paramref name="wanted"/>, or after <paramref name="steps"/>.
    /// </summary>
    /// <returns>How many had their turn, and how many of them stayed for their runs.</returns>
    public (int Seen, int Used) Passivate(int steps, int runsToStay, Func<bool> wanted, Action<HandlerActor> stop)
    {
        var (seen, used) = (0, 0);
        for (; seen < steps && _awake.Count > 0 && wanted(); seen++)
        {
            var lane = _awake.Dequeue();
            var actor = lane.Actor;
            if (lane.Runs < runsToStay && TryRest(lane))
            {
                if (actor is not null) stop(actor);
                continue;
            }
            _awake.Enqueue(lane);
            if (lane.Runs >= runsToStay) used++;
            lane.Runs = 0;
        }
        return (seen, used);
    }

    /// <summary>Lays a lane down that has nothing under way. It loses its actor, where it has one.</summary>
    /// <returns>False when it has to stay: something is under way, or its state can't be encoded, which the next checkpoint
    /// tells.</returns>
    public bool TryRest(EntityLane lane)
    {
        if (!lane.IsAtRest) return false;
        // One that never changed is made anew as it was, and so is one that the store has deleted.
        var kept = lane.IsDeleted ? lane.ChangedAt > checkpoints.Written : lane.DurableSequenceNr > 0;
        if (kept && !TryEncode(lane)) return false;
        if (lane.IsAwake) budget.Add(-1, 0, 0);
        _lanes.Remove(lane);
        lane.IsAwake = false;
        budget.Add(0, -1, -(Overhead + lane.Key.Length + lane.StateSize));
        if (kept) Rest(lane.Key, _encoded.WrittenSpan, lane.DurableSequenceNr, lane.ChangedAt, lane.IsDeleted);
        return true;
    }

    /// <summary>
    /// Moves the clock's hand over up to <paramref name="steps"/> resting entities while the budget is exceeded: those whose state the
    /// store has lose their place in memory.
    /// </summary>
    public void Evict(int steps)
    {
        for (steps = Math.Min(steps, _resting.Places); steps > 0 && _resting.Count > 0 && budget.ResidentOver; steps--)
        {
            if (_resting.Evict(checkpoints.Written) is not (> 0 and var bytes)) continue;
            MayBeStored = SweepMisses = true;
            budget.Add(0, -1, -bytes);
        }
    }

    /// <summary>Gives up the resting entities that the store has deleted.</summary>
    public void ForgetDeleted()
    {
        var (count, bytes) = _resting.RemoveDeleted(checkpoints.Written);
        budget.Add(0, -count, -bytes);
    }

    /// <summary>Gives up everything, when the shard ends. Queries that still wait are told why.</summary>
    public void Clear(Exception reason)
    {
        foreach (var lane in _lanes) lane.FailQueries(reason);
        foreach (var lane in _lanes) budget.Add(lane.IsAwake ? -1 : 0, -1, -(Overhead + lane.Key.Length + lane.StateSize));
        budget.Add(0, -_resting.Count, -(_resting.Bytes + (long)RestingStates.Overhead * _resting.Count));
        Tail = null;
        _awake.Clear();
        _lanes.Clear();
    }

    private void Rest(ReadOnlySpan<byte> key, ReadOnlySpan<byte> state, long sequenceNr, int changedAt, bool deleted = false)
    {
        _resting.Add(key, state, sequenceNr, changedAt, deleted);
        budget.Add(0, 1, RestingStates.Overhead + key.Length + state.Length);
    }

    private void Wake(EntityLane lane, in RestingState resting)
    {
        lane.StateSize = resting.State.Length;
        try
        {
            if (resting.Deleted) lane.Restored(new EntityType.Restored(Type.InitialState(lane.Key), resting.SequenceNr, Deleted: true));
            else Materialize(lane, new StoredState(Type.Name, lane.Key, resting.SequenceNr, Type.State.Manifest, resting.State));
            lane.ChangedAt = resting.ChangedAt;
        }
        catch (UnreadableStateException e)
        {
            // Its bytes rest on, for the next checkpoint to store.
            lane.StateSize = 0;
            Rest(lane.Key, resting.State.ToArray(), resting.SequenceNr, resting.ChangedAt, resting.Deleted);
            Unreadable?.Invoke(lane, e);
        }
    }

    /// <summary>Told of a lane whose resting state can't be read back.</summary>
    public Action<EntityLane, UnreadableStateException>? Unreadable { get; init; }

    // One that can't be made is met again, and told of, when it is "read".
    private bool TryMake(EntityLane lane)
    {
        try
        {
            lane.Restored(new EntityType.Restored(Type.InitialState(lane.Key), 0));
            return true;
        }
        catch (UnreadableStateException)
        {
            return false;
        }
    }

    private bool TryEncode(EntityLane lane)
    {
        _encoded.ResetWrittenCount();
        if (lane.IsDeleted) return true;
        try
        {
            Type.State.EncodeObject(lane.DurableState!, _encoded);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
