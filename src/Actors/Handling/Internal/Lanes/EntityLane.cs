using Akka.Actor;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// One key of one entity handler in its shard: what waits, what runs, and the state. It travels as the message between shard and handler
/// actor: while <see cref="Status"/> is Running the actor owns <see cref="Running"/>, <see cref="State"/> and <see cref="Failure"/>, else
/// the shard owns everything. An entity that rests has none (<see cref="RestingStates"/>).
/// </summary>
internal sealed class EntityLane(EntityType type, byte[] key)
{
    // The last of those that wait, which form a ring.
    private EventDelivery? _lastWaiting;

    public EntityType Type { get; } = type;

    public byte[] Key { get; } = key;

    public string KeyText => Topics.KeyText.ToText(Key);

    public LaneStatus Status;

    /// <summary>Runs since its last turn to rest, or since it got its actor: 0, 1, or 2 for more.</summary>
    public byte Runs;

    /// <summary>It stands in the passivation clock's queue.</summary>
    public bool Queued;

    /// <summary>Number of the checkpoint that has to store the state, or has stored it; 0 before it has changed.</summary>
    public int ChangedAt;

    /// <summary>Deliveries that are finished but not committed.</summary>
    public int Uncommitted;

    /// <summary>Bytes that the encoded state took when it was last seen; 0 before.</summary>
    public int StateSize;

    /// <summary>The handler actor; null while the entity is passive.</summary>
    public IActorRef? Actor;

    /// <summary>State after the last handled event, durable or not; null where the entity has none yet.</summary>
    public object? State;

    /// <summary>State as of the last committed batch that changed it, and that batch's journal sequence number.</summary>
    public object? DurableState;

    public long DurableSequenceNr;

    /// <summary>
    /// The journal's tail that holds events of this key, not folded in yet, and the key's number there; null where it has none.
    /// </summary>
    public EntityTail? Tail;

    public int TailKey;

    /// <summary>What the actor handles now, in order.</summary>
    public EventDelivery? Running;

    /// <summary>What of <see cref="Running"/> failed, and why; null where all went well.</summary>
    public LaneFailure? Failure;

    public bool HasWaiting => _lastWaiting is not null;

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
    }

    /// <summary>Puts deliveries that did not finish back in front of those that wait.</summary>
    public void PutBack(EventDelivery first)
    {
        var last = first;
        while (last.Next is not null) last = last.Next;
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

    public EventDelivery? TakeWaiting()
    {
        if (_lastWaiting is null) return null;
        var first = _lastWaiting.Next;
        _lastWaiting.Next = null;
        _lastWaiting = null;
        return first;
    }

    /// <summary>Takes out the queries that wait, and answers each with a failure.</summary>
    public void FailQueries(Exception failure)
    {
        var waiting = TakeWaiting();
        while (waiting is not null)
        {
            var next = waiting.Next;
            if (waiting is QueryDelivery query) query.Asker.Tell(new Status.Failure(failure));
            else Enqueue(waiting);
            waiting = next;
        }
    }
}
