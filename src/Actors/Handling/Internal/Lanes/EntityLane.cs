using Akka.Actor;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Resting;
using Akka.Events.Handling.Internal.Visits;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// One key of one entity handler in its shard: what waits, what runs, and the state. Its methods are its transitions, made on the shard's
/// turn. While <see cref="Status"/> is Running the handler actor that has it owns <see cref="Running"/> and what it says of the run
/// (<see cref="Failure"/>, <see cref="KeepsActor"/>); all else is the shard's. An entity that rests has no lane (<see cref="RestingStates"/>).
/// </summary>
internal sealed class EntityLane(EntityType type, byte[] key) : Lane(key)
{
    // The last of those that wait, which form a ring.
    private EventDelivery? _lastWaiting;
    private int _waitingQueries;

    public EntityType Type { get; } = type;

    public LaneStatus Status { get; private set; }

    public LaneObstacle Obstacle { get; private set; }

    /// <summary>Runs since its last turn to rest, or since it was woken: 0, 1, or 2 for more.</summary>
    public byte Runs;

    /// <summary>It stands in the passivation clock's queue.</summary>
    public bool IsAwake;

    /// <summary>Number of the checkpoint that has to store the state, or has stored it; 0 before it has changed.</summary>
    public int ChangedAt;

    /// <summary>Deliveries that are finished but not committed.</summary>
    public int Uncommitted { get; private set; }

    /// <summary>Bytes that the encoded state took when it was last seen; 0 before.</summary>
    public int StateSize;

    /// <summary>The handler actor that stays with it, or whose event goes on; null where the next best has its runs.</summary>
    public HandlerActor? Actor;

    /// <summary>State after the last handled event, durable or not; null where the entity has none yet.</summary>
    public object? State { get; private set; }

    /// <summary>Something was persisted of the entity, durable or not, and not deleted since: <see cref="State"/> is more than a first one.</summary>
    public bool Exists { get; private set; }

    /// <summary>State as of the last committed batch that changed it, and that batch's journal sequence number.</summary>
    public object? DurableState { get; private set; }

    public long DurableSequenceNr { get; private set; }

    /// <summary>The durable state is a first one again: the store is to have none.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>
    /// The journal's tail that holds events of this key, not folded in yet, and the key's number there; null where it has none.
    /// </summary>
    public EntityTail? Tail;

    public int TailKey;

    /// <summary>What the actor handles now, in order.</summary>
    public EventDelivery? Running { get; private set; }

    /// <summary>Why the first of <see cref="Running"/> that has not ended has failed; null where none did.</summary>
    public Exception? Failure;

    /// <summary>The actor has got something of its own for this key, and has to stay with it.</summary>
    public bool KeepsActor;

    public bool HasWaiting => _lastWaiting is not null;

    /// <summary>Nothing is under way, and nothing waits.</summary>
    public bool IsAtRest => Status == LaneStatus.Idle && Uncommitted == 0 && !HasWaiting;

    /// <summary>Queries wait.</summary>
    public bool HasQueries => _waitingQueries > 0;

    private bool CanBegin => Obstacle == LaneObstacle.None ? HasWaiting : _waitingQueries > 0;

    public void Enqueue(EventDelivery delivery)
    {
        if (_lastWaiting is null)
        {
            delivery.Next = delivery;
        }
        else
        {
            delivery.Next = _lastWaiting.Next;
            _lastWaiting.Next = delivery;
        }
        _lastWaiting = delivery;
        if (delivery is QueryDelivery) _waitingQueries++;
    }

    /// <summary>The state lies in the store, or in the journal's tail.</summary>
    public void NeedsState() => Move(LaneStatus.Idle, LaneStatus.Cold);

    /// <summary>The state is being read, or is to be read again.</summary>
    public void Loads()
    {
        if (Status != LaneStatus.Loading) Move(LaneStatus.Cold, LaneStatus.Loading);
    }

    /// <summary>The state is here, as it is durable.</summary>
    public void Restored(in EntityType.Restored restored)
    {
        State = DurableState = restored.State;
        DurableSequenceNr = restored.SequenceNr;
        IsDeleted = restored.Deleted;
        Exists = restored is { SequenceNr: > 0, Deleted: false };
        Tail = null;
        Status = LaneStatus.Idle;
    }

    /// <summary>The state can't be read back.</summary>
    public void CannotBeRead()
    {
        Tail = null;
        Status = LaneStatus.Unreadable;
    }

    /// <summary>True when something can begin, and the lane wasn't in line yet.</summary>
    public bool TryGetReady()
    {
        if (Status != LaneStatus.Idle || !CanBegin) return false;
        Status = LaneStatus.Ready;
        return true;
    }

    /// <summary>Begins what can begin: all that waits, or, where the first event can't, the queries.</summary>
    /// <param name="queriesOnly">No event may begin.</param>
    public void Begin(bool queriesOnly = false)
    {
        Move(LaneStatus.Ready, LaneStatus.Running);
        var waiting = TakeWaiting();
        if (Obstacle == LaneObstacle.None && !queriesOnly)
        {
            Running = waiting;
            return;
        }
        EventDelivery? last = null;
        while (waiting is not null)
        {
            var next = waiting.Next;
            waiting.Next = null;
            if (waiting is not QueryDelivery) Enqueue(waiting);
            else if (last is null) Running = last = waiting;
            else last = last.Next = waiting;
            waiting = next;
        }
    }

    /// <summary>Begins what waits, up to the first event, which is given; null where none can begin.</summary>
    public EventDelivery? BeginOne()
    {
        Begin();
        if (Obstacle != LaneObstacle.None) return null;
        var first = Running;
        while (first is QueryDelivery) first = first.Next;
        if (first?.Next is { } rest)
        {
            first.Next = null;
            PutBack(rest);
        }
        return first;
    }

    /// <summary>The actor hasn't begun: all of the run waits again.</summary>
    public void ComeBack()
    {
        Move(LaneStatus.Running, LaneStatus.Idle);
        if (Running is { } run) PutBack(run);
        Running = null;
    }

    /// <summary>Takes out of the run its first delivery, if that has ended, and takes its state over; null where it hasn't.</summary>
    public EventDelivery? TakeEnded()
    {
        if (Running is not { Ended: true } ended) return null;
        Running = ended.Next;
        ended.Next = null;
        if (ended.Effects.Events.Length == 0) return ended;
        State = ended.StateAfter;
        Exists = !ended.Effects.DeletesState;
        return ended;
    }

    /// <summary>The first delivery of the run goes on alone: the others wait again.</summary>
    public void GoesOn()
    {
        if (Running?.Next is not { } rest) return;
        Running.Next = null;
        PutBack(rest);
    }

    /// <summary>
    /// The run is over. Gives the delivery that it failed at, which is to be put back or finished; null where all have ended. Those behind
    /// it wait again.
    /// </summary>
    public EventDelivery? EndRun()
    {
        Move(LaneStatus.Running, LaneStatus.Idle);
        GoesOn();
        var failed = Running;
        Running = null;
        Failure = null;
        return failed;
    }

    /// <summary>A delivery that has failed is the first to wait, and doesn't begin before the obstacle is gone.</summary>
    public void Hold(EventDelivery failed, LaneObstacle obstacle)
    {
        PutBack(failed);
        Obstacle = obstacle;
    }

    /// <summary>The wait before the next attempt is over.</summary>
    public void Release() => Obstacle = LaneObstacle.None;

    /// <summary>A delivery of it is finished, and has to be committed.</summary>
    public void Finished() => Uncommitted++;

    /// <summary>A delivery of it is committed. True when that has changed the state.</summary>
    public bool Committed(EventDelivery delivery, long sequenceNr)
    {
        Uncommitted--;
        if (delivery.Effects.Events.Length == 0) return false;
        DurableState = delivery.StateAfter;
        DurableSequenceNr = sequenceNr;
        IsDeleted = delivery.Effects.DeletesState;
        return true;
    }

    /// <summary>Takes out the queries that wait and that are meant, and answers each with a failure.</summary>
    public void FailQueries(Exception failure, Func<QueryDelivery, bool>? meant = null)
    {
        if (_waitingQueries == 0) return;
        TakeOut((failure, meant), static (waiting, by) =>
        {
            if (waiting is not QueryDelivery query || by.meant?.Invoke(query) is false) return false;
            query.Fail(by.failure);
            return true;
        });
    }

    /// <summary>Takes out the visits that wait: the key has no turn for them.</summary>
    public void GiveUpVisits() => TakeOut(0, static (waiting, _) =>
    {
        if (waiting is not VisitDelivery visit) return false;
        visit.GiveUp();
        return true;
    });

    /// <summary>Answers a query. Where nothing was ever kept of the entity, and keys lie where they shouldn't, that may be elsewhere.</summary>
    /// <param name="query">The query, which has ended.</param>
    /// <param name="misplaced">Why the entity may be in another shard; null when it can't.</param>
    public void Reply(QueryDelivery query, MisplacedKeysException? misplaced) => query.Reply(DurableSequenceNr == 0 ? misplaced : null);

    // The others wait on, in their order.
    private void TakeOut<T>(T by, Func<EventDelivery, T, bool> takes)
    {
        var waiting = TakeWaiting();
        while (waiting is not null)
        {
            var next = waiting.Next;
            if (!takes(waiting, by)) Enqueue(waiting);
            waiting = next;
        }
    }

    private EventDelivery? TakeWaiting()
    {
        _waitingQueries = 0;
        if (_lastWaiting is null) return null;
        var first = _lastWaiting.Next;
        _lastWaiting.Next = null;
        _lastWaiting = null;
        return first;
    }

    // In front of those that wait.
    private void PutBack(EventDelivery first)
    {
        var last = first;
        if (first is QueryDelivery) _waitingQueries++;
        while (last.Next is not null)
        {
            last = last.Next;
            if (last is QueryDelivery) _waitingQueries++;
        }
        if (_lastWaiting is null)
        {
            last.Next = first;
            _lastWaiting = last;
        }
        else
        {
            last.Next = _lastWaiting.Next;
            _lastWaiting.Next = first;
        }
    }

    private void Move(LaneStatus from, LaneStatus to)
    {
        if (Status != from) throw new InvalidOperationException($"the lane of key '{KeyText}' is {Status}, not {from}: it can't become {to}");
        Status = to;
    }
}
