using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// One key of one entity handler in its shard: what waits, what runs, and the state. It travels as the message between shard and handler actor:
/// while <see cref="Status"/> is Running the actor owns <see cref="Running"/>, <see cref="State"/> and <see cref="Failed"/>, else the shard owns everything.
/// </summary>
internal sealed class EntityLane
{
    private string? _text;

    public EntityLane(EntityType type, byte[] key)
    {
        Type = type;
        Key = key;
    }

    public EntityType Type { get; }

    public byte[] Key { get; }

    public string KeyText => _text ??= Topics.KeyText.ToText(Key);

    public LaneStatus Status;

    /// <summary>The handler actor; null while the entity is passive.</summary>
    public IActorRef? Actor;

    /// <summary>State after the last handled event, durable or not; null where the entity has none yet.</summary>
    public object? State;

    /// <summary>State as of the last committed batch that changed it, and that batch's journal sequence number.</summary>
    public object? DurableState;

    public long DurableSequenceNr;

    /// <summary>Changed since the last checkpoint.</summary>
    public bool Dirty;

    /// <summary>A checkpoint that writes this lane's state is under way.</summary>
    public bool Checkpointing;

    /// <summary>The lane's place on its type's clock.</summary>
    public int ClockIndex;

    /// <summary>Deliveries that are finished but not committed.</summary>
    public int Uncommitted;

    /// <summary>The journal's tail that holds events of this key, not folded in yet, and the key's number there; null where it has none.</summary>
    public EntityTail? Tail;

    public int TailKey;

    /// <summary>Used since the passivation clock's hand came by last.</summary>
    public bool Touched;

    /// <summary>Estimated bytes that the stored state takes; 0 before it is known.</summary>
    public int StateSize;

    /// <summary>What the actor handles now, in order.</summary>
    public Delivery? Running;

    /// <summary>The delivery of <see cref="Running"/> that failed, and why; those before it are finished, those behind it have not begun.</summary>
    public Delivery? Failed;

    public Exception? Failure;

    /// <summary>What the actor handles at this moment; null before it begins. Read by the shard only when the actor has died.</summary>
    public Delivery? Current;

    /// <summary>When the present run began, as a timestamp of the time provider; a housekeeping interval early at most.</summary>
    public long RunningSince;

    /// <summary>The present run has been reported as stuck.</summary>
    public bool Reported;

    private Delivery? _waiting;
    private Delivery? _lastWaiting;

    public bool HasWaiting => _waiting is not null;

    public void Enqueue(Delivery delivery)
    {
        delivery.Next = null;
        if (_lastWaiting is null) _waiting = delivery;
        else _lastWaiting.Next = delivery;
        _lastWaiting = delivery;
    }

    /// <summary>Puts deliveries that did not finish back in front of those that wait.</summary>
    public void PutBack(Delivery first)
    {
        var last = first;
        while (last.Next is not null) last = last.Next;
        last.Next = _waiting;
        _waiting = first;
        _lastWaiting ??= last;
    }

    public Delivery? TakeWaiting()
    {
        var first = _waiting;
        _waiting = _lastWaiting = null;
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
