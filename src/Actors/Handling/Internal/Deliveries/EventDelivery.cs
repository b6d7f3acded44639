using System.Globalization;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// One record on its way through one handler. It belongs to whoever has it in hand: consumer, shard, handler actor, committer; never to two
/// at a time. The record's bytes are in its effects, so that a record under way holds no object of its own; it goes home to its consumer,
/// which fills it with another record.
/// </summary>
internal abstract class EventDelivery : EventContext, IHandlerRun
{
    private byte[]? _key;
    private DeliveryCancellation? _cancellation;

    protected EventDelivery(SubscribedTopic route, PartitionAssignment source)
    {
        Route = route;
        Source = source;
    }

    public SubscribedTopic Route { get; }

    /// <summary>The partition's consumer, which is told when the record is finished.</summary>
    public PartitionAssignment Source { get; }

    /// <summary>The topic that the event was published to: a retry topic's are those of its own.</summary>
    public sealed override string Topic => (Route.Origin ?? Route).Name;

    /// <summary>The partition that the event was published to; the one that it is read from is its source's.</summary>
    public sealed override int Partition => Retried?.Partition ?? Source.Partition;

    /// <summary>Names what is handled, the same in each attempt: what it publishes is known by it.</summary>
    public virtual string RecordId =>
        string.Create(CultureInfo.InvariantCulture, $"{(Route.Origin ?? Route).JournalName}-{Partition}-{Retried?.Offset ?? Offset}");

    public sealed override byte[]? KeyBytes => Lane?.Key ?? (HasKey ? _key ??= KeySpan.ToArray() : null);

    public bool HasKey => Effects.HasKey;

    public ReadOnlySpan<byte> KeySpan => Effects.Key;

    public ReadOnlySpan<byte> Value => Effects.Value;

    /// <summary>Bytes of key and value.</summary>
    public int Size => Effects.Size;

    /// <summary>The record's ticket in its partition's tracker.</summary>
    public long Ticket;

    /// <summary>The handler it goes through.</summary>
    public HandlerDefinition Handler = null!;

    /// <summary>Why the record has no event; null when it was decoded, or not yet.</summary>
    public Exception? Undecodable;

    /// <summary>The delivery that counts the handlers which have not finished the record, when it goes through several.</summary>
    public EventDelivery? Primary;

    public int HandlersLeft = 1;

    /// <summary>The key's lane (entities).</summary>
    public Lane? Lane;

    /// <summary>The next delivery of the same key or list.</summary>
    public EventDelivery? Next;

    /// <summary>The entity's state after this delivery.</summary>
    public object? StateAfter;

    /// <summary>Handled without a failure, and waits for those that run together with it.</summary>
    public bool Ended;

    /// <summary>The present attempt's task, where it didn't end at once.</summary>
    public Task? Handling;

    /// <summary>The present attempt's span and duration; null while nobody listens.</summary>
    public DeliveryTrace? Trace;

    /// <summary>
    /// When the first attempt began, or ended where it did at once, as a timestamp of the time provider; 0 before.
    /// </summary>
    public long Started;

    /// <summary>When the present attempt went on asynchronously, as a timestamp of the time provider; 0 before.</summary>
    public long AttemptBegan;

    /// <summary>
    /// When its codec first wasn't ready, as a timestamp of the time provider; 0 before. It is no time of the event's own.
    /// </summary>
    public long NotReadySince;

    /// <summary>An attempt has failed, or it can't be decoded.</summary>
    public bool HasFailed;

    /// <summary>With which the present attempt has begun, where its handler has a circuit breaker; else 0.</summary>
    public int Permit;

    /// <summary>For how long the breaker had held its handler's events back when an attempt at this one failed first.</summary>
    public TimeSpan HeldBefore;

    /// <summary>The present attempt has taken too long.</summary>
    public bool TimedOut => _cancellation is { TimedOut: true };

    /// <summary>
    /// When the shard saw that it runs, or a query was asked, as a timestamp of the time provider; 0 before. The shard's, whoever else has the
    /// delivery.
    /// </summary>
    public long RunningSince;

    /// <summary>It has been reported as stuck.</summary>
    public bool Reported;

    /// <summary>Takes in a record. What the delivery held before is gone.</summary>
    public void Fill(in RawRecord record)
    {
        Effects.Fill(record);
        Headers = record.Headers;
        Retried = null;
        Attempt = 1;
        Permit = 0;
    }

    /// <summary>What the record says of its event; null where that can't be read.</summary>
    public EventMetadata? Identity
    {
        get
        {
            try
            {
                return Metadata;
            }
            catch (EventDecodeException)
            {
                // A tombstone that says it is an envelope: the event of any other is decoded.
                return null;
            }
        }
    }

    ValueTask IHandlerRun.Begin() => Handler.Invoke(this);

    ITransactionRun? IHandlerRun.Transaction => Handler.TransactionOf(this);

    /// <summary>Decodes the event, once; where that fails, <see cref="Undecodable"/> says why.</summary>
    public abstract void Decode();

    /// <summary>The event, boxed where it is a value; null where there is none.</summary>
    public abstract object? Untyped { get; }

    /// <summary>A copy for one more handler of the same record.</summary>
    public abstract EventDelivery CopyForHandler();

    public sealed override CancellationToken CancellationToken => Cancellation.Token;

    private DeliveryCancellation Cancellation
    {
        get
        {
            if (_cancellation is { } made) return made;
            var created = new DeliveryCancellation(this, AttemptBegan);
            if (Interlocked.CompareExchange(ref _cancellation, created, null) is not { } other) return created;
            created.Dispose();
            return other;
        }
    }

    /// <summary>Tells code that goes on, though nobody waits for what it does any more, to end.</summary>
    public void CancelAttempt() => Cancellation.Cancel();

    /// <summary>The attempt goes on asynchronously: from now on there is a time to be measured. Of those that end at once, as most do,
    /// nobody asks how long they took.</summary>
    public void GoesOn()
    {
        AttemptBegan = Source.Time.GetTimestamp();
        if (Started == 0) Started = AttemptBegan;
    }

    /// <summary>Forgets what a failed attempt has left.</summary>
    public void Reset()
    {
        Effects.Reset();
        StateAfter = null;
        Handling = null;
        AttemptBegan = 0;
        // The next attempt decodes its own: a handler may have changed what it was given.
        ReleaseEvent();
        EndCancellation();
    }

    /// <summary>
    /// The attempt begins only now: it has waited for a connection, which isn't its handler's time. Where it ends at once it has no time.
    /// </summary>
    public void BeginsNow()
    {
        if (AttemptBegan != 0) AttemptBegan = Source.Time.GetTimestamp();
    }

    public void EndCancellation()
    {
        _cancellation?.Dispose();
        _cancellation = null;
    }

    /// <summary>The event was handled and is not needed any more.</summary>
    public abstract void ReleaseEvent();

    /// <summary>
    /// Lets go of everything, to be filled again. False for one that has failed before: a handler that was given up may still look at it.
    /// </summary>
    public bool Clear()
    {
        if (HasFailed || Attempt > 1 || Undecodable is not null) return false;
        Effects.Clear();
        _key = null;
        Headers = null;
        Handler = null!;
        Primary = Next = null;
        Lane = null;
        StateAfter = null;
        Handling = null;
        Ended = Reported = false;
        Started = AttemptBegan = RunningSince = NotReadySince = 0;
        ReleaseEvent();
        return true;
    }

    protected void CopyTo(EventDelivery copy)
    {
        Effects.CopyRecordTo(copy.Effects);
        copy.Headers = Headers;
        copy.Retried = Retried;
        copy.Attempt = Attempt;
        copy.Ticket = Ticket;
    }
}
