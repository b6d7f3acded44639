using Akka.Actor;
using Akka.Events.Consuming.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// One record on its way through one handler. It belongs to whoever has it in hand: consumer, shard, handler actor, committer; never to two at a time.
/// </summary>
internal abstract class Delivery : EventContext
{
    private DeliveryCancellation? _cancellation;

    protected Delivery(TopicRoute route, PartitionSource source)
    {
        Route = route;
        Source = source;
    }

    public TopicRoute Route { get; }

    /// <summary>The partition's consumer, which is told when the record is finished.</summary>
    public PartitionSource Source { get; }

    public sealed override string Topic => Route.Name;

    public sealed override int Partition => Source.Partition;

    /// <summary>First offset that finishes with this record: the one after the previous record of the log.</summary>
    public long SpanStart;

    /// <summary>The record's ticket in its partition's tracker.</summary>
    public long Ticket;

    /// <summary>Bytes of key, value and headers.</summary>
    public int Size;

    public bool IsTombstone;

    /// <summary>The handler it goes through.</summary>
    public HandlerDefinition Handler = null!;

    /// <summary>Why the record has no event; null when it was decoded.</summary>
    public Exception? Undecodable;

    /// <summary>Handlers that have not finished the record, when it goes through several: counted on the first one's delivery.</summary>
    public Delivery? Primary;

    public int HandlersLeft = 1;

    /// <summary>The key's lane (entities).</summary>
    public EntityLane? Lane;

    /// <summary>The next delivery of the same key or list.</summary>
    public Delivery? Next;

    /// <summary>State events that the handler persisted, in order.</summary>
    public StateEvent? FirstEvent;

    public StateEvent? LastEvent;

    /// <summary>The entity's state after this delivery.</summary>
    public object? StateAfter;

    /// <summary>The present attempt's span and duration; null while nobody listens.</summary>
    public DeliveryTrace? Trace;

    /// <summary>When the first attempt began, as a timestamp of the time provider; 0 before.</summary>
    public long Started;

    /// <summary>A copy for one more handler of the same record.</summary>
    public abstract Delivery CopyForHandler();

    public sealed override CancellationToken CancellationToken
    {
        get
        {
            if (_cancellation is null)
            {
                var created = new DeliveryCancellation(this);
                if (Interlocked.CompareExchange(ref _cancellation, created, null) is not null) created.Dispose();
            }
            return _cancellation!.Token;
        }
    }

    public void Append(StateEvent e)
    {
        if (LastEvent is null) FirstEvent = e;
        else LastEvent.Next = e;
        LastEvent = e;
    }

    /// <summary>Forgets what a failed attempt has left.</summary>
    public void Reset()
    {
        FirstEvent = LastEvent = null;
        StateAfter = null;
        EndCancellation();
    }

    public void EndCancellation()
    {
        _cancellation?.Dispose();
        _cancellation = null;
    }
}
