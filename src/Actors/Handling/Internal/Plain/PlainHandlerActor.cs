using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>
/// Runs a plain handler for one shard. Events that end at once are handled one after another as they come; what of a key with something
/// under way or failed waits is the schedule's business.
/// </summary>
internal sealed class PlainHandlerActor : UntypedActor, IWithTimers
{
    private readonly GroupContext _group;
    private readonly PlainHandler _handler;
    private readonly Durability _durability;
    private readonly HandlerSlots _slots;
    private readonly Action _slotFree;
    private readonly FailurePolicy _failures;
    private readonly KeySchedule _keys;

    // Oldest first, by offset: the partition's commit point moves on, and no key falls behind because it has more events than others.
    private readonly PriorityQueue<EventDelivery, long> _waitingForSlot = new();
    private readonly EndedInbox _inbox = new();
    private readonly Dictionary<EventDelivery, Task> _running = []; // of the asynchronous ones
    private DeliveryBatch _ended = [];
    private bool _haveSlot;
    private bool _draining;
    private bool _drained;
    private IActorRef _self = ActorRefs.Nobody;

    public PlainHandlerActor(GroupContext group, PlainHandler handler)
    {
        _group = group;
        _handler = handler;
        _durability = group.Durability;
        _slots = handler.Slots;
        _slotFree = () => _self.Tell(SlotFree.Instance, ActorRefs.NoSender);
        _keys = new KeySchedule(Begin);
        _failures = new FailurePolicy(group, group.Loggers.CreateLogger("Akka.Events.Handler"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => _self = Self;

    protected override void PostStop()
    {
        _failures.End();
        if (_haveSlot) _slots.Release();
        _slots.Forget(_slotFree);
        foreach (var (delivery, run) in _running)
            if (delivery.KeyBytes is { } key)
                _group.GivenUp.Add(new HandledKey(_handler, key), run);
    }

    protected override void OnReceive(object message)
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
                    _running.Remove(ended.Delivery);
                    OnEnded(ended.Delivery, ended.Failure);
                }
                break;
            case Look:
                LookAfterRuns();
                break;
            case Retry retry:
                _keys.Again(retry.Lane);
                break;
            case DrainHandler:
                _draining = true;
                _slots.Forget(_slotFree);
                break;
            case SlotFree when _draining:
                break;
            case SlotFree:
                while (_waitingForSlot.Count > 0 && TakeSlot()) Invoke(_waitingForSlot.Dequeue());
                break;
            default:
                Unhandled(message);
                break;
        }
        Report();
    }

    private void Begin(EventDelivery delivery)
    {
        if (!_draining && _waitingForSlot.Count == 0 && TakeSlot())
        {
            Invoke(delivery);
            return;
        }
        _keys.Hold(delivery);
        _waitingForSlot.Enqueue(delivery, delivery.Offset);
    }

    private bool TakeSlot()
    {
        if (!_haveSlot) _haveSlot = _slots.TryTake(_slotFree);
        return _haveSlot;
    }

    private void Invoke(EventDelivery delivery)
    {
        delivery.Decode();
        if (delivery.Undecodable is { } undecodable)
        {
            Failed(delivery, undecodable);
            return;
        }
        var task = Call(delivery);
        if (task.IsCompleted)
        {
            OnEnded(delivery, HandlerCall.Failure(task));
            return;
        }
        delivery.GoesOn();
        // The slot goes with the event that is under way.
        _haveSlot = false;
        _keys.Hold(delivery);
        _running.Add(delivery, Await(task, delivery));
        LookAfterRuns();
    }

    private ValueTask Call(EventDelivery delivery)
    {
        var ambient = Ambient.Here();
        try
        {
            DeliveryTrace.Begin(delivery);
            return HandlerCall.Begin(_durability, delivery, _handler.Options.Blocking);
        }
        finally
        {
            ambient.Restore();
        }
    }

    private async Task Await(ValueTask task, EventDelivery delivery)
    {
        Exception? failure = null;
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }
        // The slot is free at once, whenever this actor gets to know of it, and even if it has stopped.
        _slots.Release();
        if (_inbox.Add(new EndedEvent(delivery, failure))) _self.Tell(_inbox, ActorRefs.NoSender);
    }

    private void OnEnded(EventDelivery delivery, Exception? failure)
    {
        DeliveryTrace.End(delivery, failure);
        if (delivery.Reported)
        {
            delivery.Reported = false;
            _failures.NotStuck(delivery, _group.Time.GetElapsedTime(delivery.AttemptBegan));
        }
        if (failure is not null)
        {
            Failed(delivery, failure);
            return;
        }
        _failures.Handled(delivery);
        delivery.EndCancellation();
        Done(delivery);
    }

    private void Failed(EventDelivery delivery, Exception failure)
    {
        var outcome = _failures.Failed(delivery, failure);
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

    /// <summary>Reports handlers that seem to be stuck; looks again while any run.</summary>
    private void LookAfterRuns()
    {
        if (_running.Count == 0 || Timers.IsTimerActive(Look.Instance)) return;
        foreach (var delivery in _running.Keys)
        {
            if (delivery.Reported) continue;
            var time = _group.Time.GetElapsedTime(delivery.AttemptBegan);
            if (time < _group.Options.ReportStuckAfter) continue;
            delivery.Reported = true;
            _failures.Stuck(delivery, time);
        }
        Timers.StartSingleTimer(Look.Instance, Look.Instance, _group.Options.ReportStuckAfter / 4);
    }

    private void Done(EventDelivery delivery)
    {
        _ended.Add(delivery);
        delivery.ReleaseEvent();
        _keys.Ended(delivery);
    }

    private void Report()
    {
        if (_haveSlot)
        {
            // Others may need it until the next event comes.
            _haveSlot = false;
            _slots.Release();
        }
        if (_ended.Count > 0)
        {
            Context.Parent.Tell(new BatchHandled(_ended), Self);
            _ended = new DeliveryBatch(_ended.Count);
        }
        if (!_draining || _drained || _running.Count > 0) return;
        _drained = true;
        Context.Parent.Tell(HandlerDrained.Instance, Self);
    }

    private sealed record Retry(KeySchedule.Lane Lane) : INoSerializationVerificationNeeded;

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class SlotFree
    {
        public static readonly SlotFree Instance = new();
    }
}
