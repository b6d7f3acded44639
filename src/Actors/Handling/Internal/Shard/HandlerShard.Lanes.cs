using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;

namespace Akka.Events.Handling.Internal.Shard;

// Entities of the shard: what runs, what has ended, what failed.
internal sealed partial class HandlerShard
{
    private void OnQuery(EntityQuery query, IActorRef asker)
    {
        var type = _group.Entity(query.Entity);
        if (type is null)
        {
            asker.Tell(new Status.Failure(new InvalidOperationException($"group '{_group.Name}' has no entity '{query.Entity}'")), Self);
            return;
        }
        var lanes = _entities[type.Index]!;
        var lane = lanes.GetOrAdd(query.Key);
        if (lane.Status == LaneStatus.Unreadable)
        {
            asker.Tell(new Status.Failure(new UnreadableStateException(type.Name, lane.KeyText, "its state can't be read back, see the log")), Self);
            return;
        }
        lane.Enqueue(new QueryDelivery(query.Query, asker) { Handler = type, Lane = lane });
        if (lane.Status == LaneStatus.Idle) Start(lane);
        else if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
        LoadNext();
    }

    private void StartReady()
    {
        foreach (var lane in _ready)
        {
            lane.Status = LaneStatus.Idle;
            Start(lane);
        }
        _ready.Clear();
    }

    private void Start(EntityLane lane)
    {
        if (_drain.IsOn) return;
        lane.Running = lane.TakeWaiting();
        if (lane.Running is null) return;
        lane.Status = LaneStatus.Running;
        _runs++;
        lane.Running.RunningSince = _lately;
        if (lane.Actor is null)
        {
            _entities[lane.Type.Index]!.Activated(lane, Context.ActorOf(lane.Type.Props));
            lane.Runs = 1;
        }
        else
        {
            lane.Runs = 2;
        }
        lane.Actor!.Tell(lane, Self);
    }

    private void OnLaneDone(EntityLane lane)
    {
        // A lane that its actor's death has taken away comes twice.
        if (lane.Status != LaneStatus.Running) return;
        _runs--;
        var failure = lane.Failure;
        var delivery = lane.Running;
        while (delivery is not null && delivery != failure?.Delivery)
        {
            var next = delivery.Next;
            Finish(lane, delivery);
            delivery = next;
        }
        lane.Running = null;
        lane.Failure = null;
        lane.Status = LaneStatus.Idle;
        if (failure is not null) Retry(lane, failure);
        else if (lane.HasWaiting) Start(lane);
    }

    private void Finish(EntityLane lane, EventDelivery delivery)
    {
        delivery.Next = null;
        delivery.EndCancellation();
        if (delivery is QueryDelivery query)
        {
            if (lane.Uncommitted == 0)
            {
                query.Reply();
                return;
            }
        }
        else
        {
            _failures.Handled(delivery);
        }
        lane.Uncommitted++;
        _ended.Add(delivery);
    }

    private void Retry(EntityLane lane, LaneFailure failure)
    {
        var failed = failure.Delivery;
        var rest = failed.Next;
        if (failed is QueryDelivery query)
        {
            query.Asker.Tell(new Status.Failure(failure.Cause), Self);
            GoOn(lane, rest);
            return;
        }
        var outcome = _failures.Failed(failed, failure.Cause);
        failed.Reset();
        switch (outcome.Kind)
        {
            case OutcomeKind.Again:
                lane.PutBack(failed);
                lane.Status = LaneStatus.BackingOff;
                Timers.StartSingleTimer(lane, new RetryLane(lane), outcome.Wait);
                break;
            case OutcomeKind.Blocks:
                lane.PutBack(failed);
                lane.Status = LaneStatus.Blocked;
                break;
            default:
                Finish(lane, failed);
                GoOn(lane, rest);
                break;
        }
    }

    private void GoOn(EntityLane lane, EventDelivery? rest)
    {
        if (rest is not null) lane.PutBack(rest);
        if (lane.HasWaiting) Start(lane);
    }

    /// <summary>The shard ends, its handler actors have ended: what they have begun and not ended goes on without them.</summary>
    private void GiveUpRuns()
    {
        foreach (var lanes in _lanes)
        {
            foreach (var lane in lanes.Active)
            {
                if (lane is not { Status: LaneStatus.Running, Running: { } run }) continue;
                if (FirstNotEnded(run).Handling is { IsCompleted: false } handling)
                    _group.GivenUp.Add(new HandledKey(lane.Type, lane.Key), handling);
            }
        }
    }

    private void OnHandlerEnded(IActorRef actor)
    {
        if (Array.IndexOf(_plain, actor) >= 0)
        {
            // What it had in hand is lost to us: begin anew.
            Stop();
            return;
        }
        foreach (var lanes in _lanes)
        {
            foreach (var lane in lanes.Active)
            {
                if (!actor.Equals(lane.Actor)) continue;
                lanes.Deactivated(lane);
                if (lane.Status != LaneStatus.Running) return;
                lane.Failure ??= new LaneFailure(
                    FirstNotEnded(lane.Running!), new HandlerStoppedException(lane.Type.ActorType.Name, lane.KeyText));
                OnLaneDone(lane);
                return;
            }
        }
    }

    private static EventDelivery FirstNotEnded(EventDelivery delivery)
    {
        while (delivery is { Ended: true, Next: { } next }) delivery = next;
        return delivery;
    }

    private sealed record RetryLane(EntityLane Lane) : INoSerializationVerificationNeeded;
}
