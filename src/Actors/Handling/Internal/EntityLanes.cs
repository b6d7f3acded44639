using Akka.Actor;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// The lanes of one entity type in one shard: which keys are in memory, which must be read first, and which have to give way. Used on the shard's turn only.
/// </summary>
internal sealed class EntityLanes(EntityType type, EntityBudget budget)
{
    // Set and clock entry, lane, key array and state object beside their contents.
    private const int Overhead = 220;

    private readonly HashSet<EntityLane> _lanes = new(LaneComparer.Instance);
    private readonly List<EntityLane> _clock = [];
    private readonly Queue<EntityLane> _active = new();
    private List<EntityLane> _toLoad = [];
    private EntityTail? _tail;
    private long _tailBytes;
    private int _tailHand;
    private int _hand;

    public EntityType Type { get; } = type;

    /// <summary>The store may hold keys that are not in memory.</summary>
    public bool MayBeStored { get; set; }

    public int ActiveCount => _active.Count;

    /// <summary>The lanes that have an actor, and perhaps some that have lost it.</summary>
    public IEnumerable<EntityLane> Active => _active;

    public bool HasToLoad => _toLoad.Count > 0;

    public EntityLane? Find(ReadOnlySpan<byte> key) => _lanes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var lane) ? lane : null;

    public EntityLane GetOrAdd(ReadOnlySpan<byte> key)
    {
        var lane = Find(key);
        if (lane is null)
        {
            lane = new EntityLane(Type, key.ToArray()) { ClockIndex = _clock.Count };
            lane.TailKey = _tail?.Find(key) ?? -1;
            if (lane.TailKey >= 0) lane.Tail = _tail;
            if (MayBeStored || lane.Tail is not null) lane.Status = LaneStatus.Cold;
            else lane.State = lane.DurableState = Type.InitialState;
            _lanes.Add(lane);
            _clock.Add(lane);
            budget.Add(0, 1, Overhead + key.Length);
        }
        lane.Touched = true;
        return lane;
    }

    /// <summary>Events that come on top of the stored states: every lane made from now on has those of its key. Null when a checkpoint has stored them all.</summary>
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
        lane.Status = LaneStatus.Loading;
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

    /// <summary>States have been passed over by the sweep, for want of room, or have left memory since: it no longer brings everything.</summary>
    public bool SweepMisses { get; private set; }

    /// <summary>The lane that needs the state of a swept row; null when its state is known, on its way, or has no room.</summary>
    public EntityLane? Sweep(in StoredState row)
    {
        var lane = Find(row.Key);
        if (lane is null)
        {
            // Once a state has left memory, an older one of it may be among the rows.
            if (SweepMisses |= !budget.HasRoom) return null;
            lane = GetOrAdd(row.Key);
            lane.Touched = false;
        }
        return lane.Status == LaneStatus.Cold ? lane : null;
    }

    /// <summary>The sweep has ended: where it missed nothing, what it did not bring isn't stored. Gives the lanes that still wait for their state.</summary>
    public List<EntityLane> EndSweep()
    {
        if (SweepMisses) return [];
        MayBeStored = false;
        return _clock.FindAll(lane => lane.Status == LaneStatus.Cold);
    }

    /// <summary>Gives a lane its state: what is stored, and the journal's tail on top.</summary>
    /// <exception cref="UnreadableStateException">Something stored can't be read back; the lane is then Unreadable.</exception>
    public void Materialize(EntityLane lane, StoredState? stored)
    {
        try
        {
            lane.State = lane.DurableState = Type.Restore(lane.Key, stored, lane.Tail, lane.TailKey, out lane.DurableSequenceNr);
            lane.Tail = null;
            lane.Status = LaneStatus.Idle;
            Resize(lane, stored?.Payload.Length ?? 0);
        }
        catch (UnreadableStateException)
        {
            lane.Status = LaneStatus.Unreadable;
            throw;
        }
    }

    /// <summary>Corrects the estimate of what a lane's state takes.</summary>
    public void Resize(EntityLane lane, int stateSize)
    {
        budget.Add(0, 0, stateSize - lane.StateSize);
        lane.StateSize = stateSize;
    }

    public void Activated(EntityLane lane, IActorRef actor)
    {
        lane.Actor = actor;
        _active.Enqueue(lane);
        budget.Add(1, 0, 0);
    }

    public void Deactivated(EntityLane lane)
    {
        lane.Actor = null;
        budget.Add(-1, 0, 0);
    }

    /// <summary>
    /// Takes the actors from lanes that have nothing under way, those activated longest ago first; one used since its last turn gets another. Ends when no more are
    /// <paramref name="wanted"/>, or after <paramref name="steps"/>.
    /// </summary>
    public void Passivate(int steps, Func<bool> wanted, Action<EntityLane> stop)
    {
        for (; steps > 0 && _active.Count > 0 && wanted(); steps--)
        {
            var lane = _active.Dequeue();
            // An actor that died was taken away without coming by here.
            if (lane.Actor is null) continue;
            if (!lane.Touched && IsQuiet(lane)) stop(lane);
            else _active.Enqueue(lane);
            lane.Touched = false;
        }
    }

    /// <summary>
    /// Moves the clock's hand over up to <paramref name="steps"/> lanes while the budget is exceeded: those without an actor whose state the store has lose their
    /// place in memory.
    /// </summary>
    public void Evict(int steps)
    {
        for (; steps > 0 && _clock.Count > 0 && budget.ResidentOver; steps--)
        {
            if (_hand >= _clock.Count) _hand = 0;
            var lane = _clock[_hand];
            if (lane.Actor is null && !lane.Dirty && !lane.Checkpointing && IsQuiet(lane)) Evict(lane);
            else _hand++;
        }
    }

    /// <summary>Gives up everything, when the shard ends.</summary>
    public void Clear()
    {
        long bytes = 0;
        var active = 0;
        foreach (var lane in _clock)
        {
            bytes += Overhead + lane.Key.Length + lane.StateSize;
            if (lane.Actor is not null) active++;
        }
        budget.Add(-active, -_clock.Count, -bytes);
        Tail = null;
        _clock.Clear();
        _active.Clear();
        _lanes.Clear();
    }

    private static bool IsQuiet(EntityLane lane) => lane.Status == LaneStatus.Idle && lane.Uncommitted == 0 && !lane.HasWaiting;

    private void Evict(EntityLane lane)
    {
        // A lane that never changed has no row; one that did has one, since it is clean.
        if (lane.DurableSequenceNr > 0) MayBeStored = true;
        SweepMisses = true;
        _lanes.Remove(lane);
        var last = _clock[^1];
        _clock[lane.ClockIndex] = last;
        last.ClockIndex = lane.ClockIndex;
        _clock.RemoveAt(_clock.Count - 1);
        budget.Add(0, -1, -(Overhead + lane.Key.Length + lane.StateSize));
    }
}
