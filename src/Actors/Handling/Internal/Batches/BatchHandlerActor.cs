using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>
/// Runs a batch handler for one shard. While its batches are under way the next ones grow; when it has nothing to do, one begins with the
/// first event, or when that has reached its age. A batch that fails is parted in halves until the bad event stands alone: only that one
/// meets the failure policy.
/// </summary>
internal sealed class BatchHandlerActor(GroupContext group, BatchHandler handler) : FunctionHandlerActor<BatchRun>(group, handler)
{
    private static readonly Dictionary<EventDelivery, Exception> None = [];

    private readonly BatchQueue _queue = new(handler.Options.BatchSize);
    private long _waitingSince; // of the oldest event that no batch has, about

    protected override void Handle(object message)
    {
        switch (message)
        {
            case DeliverBatch deliveries:
                if (_queue.Waiting == 0) _waitingSince = Group.Time.GetTimestamp();
                foreach (var delivery in deliveries.Batch) _queue.Admit(delivery);
                if (deliveries.TellWhenTaken) deliveries.Source.BatchTaken();
                break;
            case BatchEnded ended:
                Ended(ended.Run);
                OnEnded(ended.Run, ended.Failure);
                break;
            case Due due:
                foreach (var batch in due.Batches) _queue.Again(batch);
                break;
            case OfAge:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override IReadOnlyList<EventDelivery> Deliveries(BatchRun run) => run.Batch;

    protected override void EndedLater(BatchRun run, Exception? failure) => This.Tell(new BatchEnded(run, failure), ActorRefs.NoSender);

    protected override void BeginWaiting()
    {
        while (Running < handler.Options.MaxBatches && IsDue() && TakeSlot())
        {
            if (_queue.Next() is not { } batch)
            {
                LeaveSlot();
                return;
            }
            // What is left has waited as long, about.
            Begin(batch);
        }
    }

    private bool IsDue()
    {
        if (_queue.HasAgain) return true;
        if (_queue.Waiting == 0) return false;
        var left = handler.Options.BatchAge;
        if (left == TimeSpan.Zero || _queue.Waiting >= handler.Options.BatchSize) return true;
        left -= Group.Time.GetElapsedTime(_waitingSince);
        if (left <= TimeSpan.Zero) return true;
        if (!Timers.IsTimerActive(OfAge.Instance)) Timers.StartSingleTimer(OfAge.Instance, OfAge.Instance, left);
        return false;
    }

    private void Begin(FormedBatch batch)
    {
        foreach (var delivery in batch)
        {
            delivery.Permit = Permit;
            delivery.Decode();
        }
        if (batch.Any(delivery => delivery.Undecodable is not null))
        {
            if (Failures.WaitTogether(batch) is { } wait)
            {
                LeaveSlot();
                foreach (var delivery in batch) delivery.Reset();
                Timers.StartSingleTimer(batch, new Due([batch]), wait);
                return;
            }
            var undecodable = batch.Where(delivery => delivery.Undecodable is not null);
            Part(batch, batch, undecodable.ToDictionary(delivery => delivery, delivery => delivery.Undecodable!));
            return;
        }
        var run = handler.Run(batch);
        var task = CallTraced(run);
        if (task.IsCompleted)
        {
            OnEnded(run, HandlerCall.Failure(task));
            return;
        }
        foreach (var delivery in batch) delivery.GoesOn();
        GoesOn(run, task);
    }

    // Each record has a span; none of them is the parent of what is done for all.
    private ValueTask CallTraced(BatchRun run)
    {
        var ambient = Ambient.Here();
        try
        {
            foreach (var delivery in run.Batch) DeliveryTrace.Begin(delivery);
            ambient.Restore();
            return Call(run);
        }
        finally
        {
            ambient.Restore();
        }
    }

    private void OnEnded(BatchRun run, Exception? failure)
    {
        var batch = run.Batch;
        NoLongerStuck(batch[0]);
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
                Failures.Handled(delivery);
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
        // Also those that have failed and wait behind another of their key: their next attempt is none of this one's.
        var failedNow = alone.Select(one => one[0]).ToHashSet();
        foreach (var delivery in left)
            if (!failedNow.Contains(delivery)) delivery.Reset();
        if (others is not null) _queue.Again(others);
        foreach (var one in alone) Failed(one, failures[one[0]]);
    }

    private void Failed(FormedBatch alone, Exception failure)
    {
        var delivery = alone[0];
        var outcome = Failures.Failed(delivery, failure);
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
        var wait = Failures.BatchFailed(batch, failure);
        foreach (var delivery in batch) delivery.Reset();
        var due = new Due(_queue.Split(batch));
        if (wait > TimeSpan.Zero) Timers.StartSingleTimer(batch, due, wait);
        else
            foreach (var half in due.Batches)
                _queue.Again(half);
    }

    private void Done(EventDelivery delivery)
    {
        Finish(delivery);
        _queue.Ended(delivery);
    }

    private sealed record BatchEnded(BatchRun Run, Exception? Failure) : INoSerializationVerificationNeeded;

    /// <summary>Batches whose wait has passed.</summary>
    private sealed record Due(IReadOnlyList<FormedBatch> Batches) : INoSerializationVerificationNeeded;

    private sealed class OfAge
    {
        public static readonly OfAge Instance = new();
    }
}
