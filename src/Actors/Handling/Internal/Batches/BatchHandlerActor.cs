using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>
/// Runs a batch handler for one shard. While its batches are under way the next ones grow; when it has nothing to do, one begins with the
/// first event, or when that has reached its age. A batch that fails is parted in halves until the bad event stands alone: only that one
/// meets the failure policy.
/// </summary>
internal sealed class BatchHandlerActor : UntypedActor, IWithTimers
{
    private static readonly Dictionary<EventDelivery, Exception> None = [];

    private readonly GroupContext _group;
    private readonly BatchHandler _handler;
    private readonly Durability _durability;
    private readonly Action _slotFree;
    private readonly FailurePolicy _failures;
    private readonly BatchQueue _queue;
    private readonly Dictionary<FormedBatch, Task> _running = []; // of the asynchronous ones
    private DeliveryBatch _ended = [];
    private long _waitingSince; // of the oldest event that no batch has, about
    private bool _haveSlot;
    private bool _draining;
    private bool _drained;
    private IActorRef _self = ActorRefs.Nobody;

    public BatchHandlerActor(GroupContext group, BatchHandler handler)
    {
        _group = group;
        _handler = handler;
        _durability = group.Durability;
        _slotFree = () => _self.Tell(SlotFree.Instance, ActorRefs.NoSender);
        _queue = new BatchQueue(handler.Options.BatchSize);
        _failures = new FailurePolicy(group, group.Loggers.CreateLogger("Akka.Events.Handler"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => _self = Self;

    protected override void PostStop()
    {
        _failures.End();
        if (_haveSlot) _handler.Slots.Release();
        _handler.Slots.Forget(_slotFree);
        foreach (var (batch, run) in _running)
            foreach (var delivery in batch)
                if (delivery.KeyBytes is { } key)
                    _group.GivenUp.Add(new HandledKey(_handler, key), run);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeliverBatch deliveries:
                if (_queue.Waiting == 0) _waitingSince = _group.Time.GetTimestamp();
                foreach (var delivery in deliveries.Batch) _queue.Admit(delivery);
                if (deliveries.TellWhenTaken) deliveries.Source.BatchTaken();
                break;
            case BatchEnded ended:
                _running.Remove(ended.Batch);
                OnEnded(ended.Batch, ended.Run, ended.Failure);
                break;
            case Due due:
                foreach (var batch in due.Batches) _queue.Again(batch);
                break;
            case OfAge or SlotFree:
                break;
            case Look:
                LookAfterRuns();
                break;
            case DrainHandler:
                _draining = true;
                _handler.Slots.Forget(_slotFree);
                break;
            default:
                Unhandled(message);
                break;
        }
        BeginBatches();
        Report();
    }

    private void BeginBatches()
    {
        while (!_draining && _running.Count < _handler.Options.MaxBatches && IsDue() && TakeSlot())
        {
            if (_queue.Next() is not { } batch) return;
            // What is left has waited as long, about.
            Begin(batch);
        }
    }

    private bool IsDue()
    {
        if (_queue.HasAgain) return true;
        if (_queue.Waiting == 0) return false;
        var left = _handler.Options.BatchAge;
        if (left == TimeSpan.Zero || _queue.Waiting >= _handler.Options.BatchSize) return true;
        left -= _group.Time.GetElapsedTime(_waitingSince);
        if (left <= TimeSpan.Zero) return true;
        if (!Timers.IsTimerActive(OfAge.Instance)) Timers.StartSingleTimer(OfAge.Instance, OfAge.Instance, left);
        return false;
    }

    private bool TakeSlot()
    {
        if (!_haveSlot) _haveSlot = _handler.Slots.TryTake(_slotFree);
        return _haveSlot;
    }

    private void Begin(FormedBatch batch)
    {
        foreach (var delivery in batch) delivery.Decode();
        if (batch.Any(delivery => delivery.Undecodable is not null))
        {
            var undecodable = batch.Where(delivery => delivery.Undecodable is not null);
            Part(batch, batch, undecodable.ToDictionary(delivery => delivery, delivery => delivery.Undecodable!));
            return;
        }
        var run = _handler.Run(batch);
        var task = Call(batch, run);
        if (task.IsCompleted)
        {
            OnEnded(batch, run, HandlerCall.Failure(task));
            return;
        }
        foreach (var delivery in batch) delivery.GoesOn();
        // The slot goes with the batch that is under way.
        _haveSlot = false;
        _running.Add(batch, Await(task, batch, run));
        LookAfterRuns();
    }

    // Each record has a span; none of them is the parent of what is done for all.
    private ValueTask Call(FormedBatch batch, BatchRun run)
    {
        var ambient = Ambient.Here();
        try
        {
            foreach (var delivery in batch) DeliveryTrace.Begin(delivery);
            ambient.Restore();
            return HandlerCall.Begin(_durability, run, _handler.Options.Blocking);
        }
        finally
        {
            ambient.Restore();
        }
    }

    private async Task Await(ValueTask task, FormedBatch batch, BatchRun run)
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
        _handler.Slots.Release();
        _self.Tell(new BatchEnded(batch, run, failure), ActorRefs.NoSender);
    }

    private void OnEnded(FormedBatch batch, BatchRun run, Exception? failure)
    {
        if (batch[0].Reported)
        {
            batch[0].Reported = false;
            _failures.NotStuck(batch[0], _group.Time.GetElapsedTime(batch[0].AttemptBegan));
        }
        var failures = failure is null or EventsFailedException ? run.Failures : None;
        foreach (var delivery in batch) DeliveryTrace.End(delivery, failures.TryGetValue(delivery, out var own) ? own : failure);
        if (failure is EventsFailedException)
        {
            Part(batch, batch, failures);
        }
        else if (failure is not null)
        {
            if (batch.Count == 1) Failed(batch, failure);
            else Halve(batch, failure);
        }
        else
        {
            foreach (var delivery in batch)
            {
                if (failures.ContainsKey(delivery)) continue;
                _failures.Handled(delivery);
                delivery.EndCancellation();
                Done(delivery);
            }
            Part(batch, [.. batch.Where(failures.ContainsKey)], failures);
        }
    }

    /// <summary>Those that have failed by themselves go on alone; the others once more together.</summary>
    private void Part(FormedBatch batch, IReadOnlyList<EventDelivery> left, IReadOnlyDictionary<EventDelivery, Exception> failures)
    {
        if (left.Count == 0) return;
        var (others, alone) = _queue.Part(batch, left, failures.ContainsKey);
        foreach (var delivery in left)
            if (!failures.ContainsKey(delivery)) delivery.Reset();
        if (others is not null) _queue.Again(others);
        foreach (var one in alone) Failed(one, failures[one[0]]);
    }

    private void Failed(FormedBatch alone, Exception failure)
    {
        var delivery = alone[0];
        var outcome = _failures.Failed(delivery, failure);
        delivery.Reset();
        switch (outcome.Kind)
        {
            case OutcomeKind.Again:
                Timers.StartSingleTimer(alone, new Due([alone]), outcome.Wait);
                break;
            case OutcomeKind.Blocks:
                break;
            default:
                Done(delivery);
                break;
        }
    }

    private void Halve(FormedBatch batch, Exception failure)
    {
        var wait = _failures.BatchFailed(batch, failure);
        foreach (var delivery in batch) delivery.Reset();
        var due = new Due(_queue.Split(batch));
        if (wait > TimeSpan.Zero) Timers.StartSingleTimer(batch, due, wait);
        else
            foreach (var half in due.Batches)
                _queue.Again(half);
    }

    private void Done(EventDelivery delivery)
    {
        _ended.Add(delivery);
        delivery.ReleaseEvent();
        _queue.Ended(delivery);
    }

    /// <summary>Reports batches that seem to be stuck; looks again while any run.</summary>
    private void LookAfterRuns()
    {
        if (_running.Count == 0 || Timers.IsTimerActive(Look.Instance)) return;
        foreach (var batch in _running.Keys)
        {
            var first = batch[0];
            if (first.Reported) continue;
            var time = _group.Time.GetElapsedTime(first.AttemptBegan);
            if (time < _group.Options.ReportStuckAfter) continue;
            first.Reported = true;
            _failures.Stuck(first, time);
        }
        Timers.StartSingleTimer(Look.Instance, Look.Instance, _group.Options.ReportStuckAfter / 4);
    }

    private void Report()
    {
        if (_haveSlot)
        {
            // Others may need it until the next batch.
            _haveSlot = false;
            _handler.Slots.Release();
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

    private sealed record BatchEnded(FormedBatch Batch, BatchRun Run, Exception? Failure) : INoSerializationVerificationNeeded;

    /// <summary>Batches whose wait has passed.</summary>
    private sealed record Due(IReadOnlyList<FormedBatch> Batches) : INoSerializationVerificationNeeded;

    private sealed class OfAge
    {
        public static readonly OfAge Instance = new();
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class SlotFree
    {
        public static readonly SlotFree Instance = new();
    }
}
