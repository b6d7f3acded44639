using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>
/// Runs a plain handler for one shard. Events that end at once are handled one after another as they come; what of a key with something
/// under way or failed waits is the schedule's business.
/// </summary>
internal sealed class PlainHandlerActor : FunctionHandlerActor<EventDelivery>
{
    private readonly KeySchedule _keys;

    // Oldest first, by offset: the partition's commit point moves on, and no key falls behind because it has more events than others.
    private readonly PriorityQueue<EventDelivery, long> _waitingForSlot = new();
    private readonly EndedInbox _inbox = new();

    public PlainHandlerActor(GroupContext group, PlainHandler handler)
        : base(group, handler) => _keys = new KeySchedule(Begin);

    protected override void Handle(object message)
    {
        switch (message)
        {
            case DeliverBatch deliveries:
                foreach (var delivery in deliveries.Batch) _keys.Admit(delivery);
                if (deliveries.TellWhenTaken) deliveries.Source.BatchTaken();
                break;
            case EndedInbox:
                for (var ended = _inbox.TakeAll(); ended is not null; ended = ended.Next)
                {
                    Ended(ended.Delivery);
                    OnEnded(ended.Delivery, ended.Failure);
                }
                break;
            case Retry retry:
                _keys.Again(retry.Lane);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void BeginWaiting()
    {
        while (_waitingForSlot.Count > 0 && TakeSlot()) Invoke(_waitingForSlot.Dequeue());
    }

    protected override IReadOnlyList<EventDelivery> Deliveries(EventDelivery run) => [run];

    protected override void EndedLater(EventDelivery run, Exception? failure)
    {
        if (_inbox.Add(new EndedEvent(run, failure))) This.Tell(_inbox, ActorRefs.NoSender);
    }

    private void Begin(EventDelivery delivery)
    {
        if (!IsDraining && _waitingForSlot.Count == 0 && TakeSlot())
        {
            Invoke(delivery);
            return;
        }
        _keys.Hold(delivery);
        _waitingForSlot.Enqueue(delivery, delivery.Offset);
    }

    private void Invoke(EventDelivery delivery)
    {
        delivery.Permit = Permit;
        delivery.Decode();
        if (delivery.Undecodable is { } undecodable)
        {
            Failed(delivery, undecodable);
            return;
        }
        var task = CallTraced(delivery);
        if (task.IsCompleted)
        {
            OnEnded(delivery, HandlerCall.Failure(task));
            return;
        }
        delivery.GoesOn();
        _keys.Hold(delivery);
        GoesOn(delivery, task);
    }

    private ValueTask CallTraced(EventDelivery delivery)
    {
        var ambient = Ambient.Here();
        try
        {
            DeliveryTrace.Begin(delivery);
            return Call(delivery);
        }
        finally
        {
            ambient.Restore();
        }
    }

    private void OnEnded(EventDelivery delivery, Exception? failure)
    {
        DeliveryTrace.End(delivery, failure);
        NoLongerStuck(delivery);
        if (failure is not null)
        {
            Failed(delivery, failure);
            return;
        }
        Failures.Handled(delivery);
        delivery.EndCancellation();
        Done(delivery);
    }

    private void Failed(EventDelivery delivery, Exception failure)
    {
        var outcome = Failures.Failed(delivery, failure);
        delivery.Reset();
        switch (outcome.Kind)
        {
            case OutcomeKind.Again:
                Timers.StartSingleTimer(delivery, new Retry(_keys.Failed(delivery)), outcome.Wait);
                break;
            case OutcomeKind.Blocks:
                _keys.Hold(delivery);
                break;
            default:
                Done(delivery);
                break;
        }
    }

    private void Done(EventDelivery delivery)
    {
        Finish(delivery);
        _keys.Ended(delivery);
    }

    private sealed record Retry(KeySchedule.Lane Lane) : INoSerializationVerificationNeeded;
}
