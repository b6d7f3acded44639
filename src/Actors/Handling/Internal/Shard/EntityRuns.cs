using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The entities of a shard at work: what begins, what runs, what has ended, and what becomes of what failed. Used on the shard's turn only.
/// </summary>
internal sealed class EntityRuns(
    GroupContext group, IActorContext context, Action<object, object, TimeSpan> startTimer, EntityLanes?[] entities, FailurePolicy failures,
    ChildFailures childFailures, Finishing ended, ShardDrain drain)
{
    private readonly EntityLanes[] _all = [.. entities.OfType<EntityLanes>()];
    private readonly List<EntityLane> _ready = [];
    private readonly HashSet<IActorRef> _outlived = []; // actors that have ended before what they had begun
    private readonly IActorRef _self = context.Self;
    private long _lately; // the clock, as of the turn's beginning or a housekeeping interval before

    /// <summary>Lanes that run.</summary>
    public int Count { get; private set; }

    /// <summary>Looks at the clock, for what begins from now on.</summary>
    public void LookAtClock() => _lately = group.Time.GetTimestamp();

    /// <summary>Puts a delivery into its key's lane; it begins with the next <see cref="StartReady"/>, or when its state has been read.</summary>
    public void Deliver(EntityLanes lanes, EventDelivery delivery)
    {
        var lane = lanes.GetOrAdd(delivery.KeySpan);
        delivery.Lane = lane;
        group.Keys.Look(delivery.KeySpan, delivery.Partition, group);
        lane.Enqueue(delivery);
        if (lane.Status == LaneStatus.Idle)
        {
            lane.Status = LaneStatus.Ready;
            _ready.Add(lane);
        }
        else if (lane.Status == LaneStatus.Cold)
        {
            lanes.Load(lane);
        }
    }

    public void Ask(EntityQuery query, IActorRef asker)
    {
        var type = group.Entity(query.Entity);
        if (type is null)
        {
            asker.Tell(new Status.Failure(new InvalidOperationException($"group '{group.Name}' has no entity '{query.Entity}'")), _self);
            return;
        }
        var lanes = entities[type.Index]!;
        var lane = lanes.GetOrAdd(query.Key);
        if (lane.Status == LaneStatus.Unreadable)
        {
            asker.Tell(new Status.Failure(new UnreadableStateException(type.Name, lane.KeyText, "its state can't be read back, see the log")), _self);
            return;
        }
        lane.Enqueue(new QueryDelivery(query.Query, asker) { Handler = type, Lane = lane });
        if (lane.Status == LaneStatus.Idle) Start(lane);
        else if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
    }

    public void StartReady()
    {
        foreach (var lane in _ready)
        {
            lane.Status = LaneStatus.Idle;
            Start(lane);
        }
        _ready.Clear();
    }

    public void Start(EntityLane lane)
    {
        if (drain.IsOn) return;
        lane.Running = lane.TakeWaiting();
        if (lane.Running is null) return;
        lane.Status = LaneStatus.Running;
        Count++;
        lane.Running.RunningSince = _lately;
        if (lane.Actor is null)
        {
            entities[lane.Type.Index]!.Activated(lane, context.ActorOf(lane.Type.Props));
            lane.Runs = 1;
        }
        else
        {
            lane.Runs = 2;
        }
        lane.Actor!.Tell(lane, _self);
    }

    /// <summary>The handler actor has given a lane back.</summary>
    public void OnDone(EntityLane lane)
    {
        // A lane that its actor's death has taken away comes twice.
        if (lane.Status != LaneStatus.Running) return;
        Count--;
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

    /// <summary>The wait before another attempt is over.</summary>
    public void OnRetry(RetryLane retry)
    {
        retry.Lane.Status = LaneStatus.Idle;
        Start(retry.Lane);
    }

    /// <summary>A handler actor has ended, with or without something in hand.</summary>
    public void OnHandlerEnded(IActorRef actor)
    {
        foreach (var lanes in _all)
        {
            foreach (var lane in lanes.Active)
            {
                if (!actor.Equals(lane.Actor)) continue;
                var stopped = lane.Status == LaneStatus.Running ? FirstNotEnded(lane.Running) : null;
                if (stopped?.Handling is { IsCompleted: false } handling) WaitFor(handling, actor);
                else OnHandlerEnded(lanes, lane, stopped);
                return;
            }
        }
        childFailures.Take(actor);
    }

    // The actor has ended, and what it has begun goes on: the key waits for it.
    private void WaitFor(Task handling, IActorRef actor)
    {
        if (_outlived.Add(actor)) handling.ContinueWith(_ => new StoppedHandlerEnded(actor), TaskScheduler.Default).PipeTo(_self);
    }

    private void OnHandlerEnded(EntityLanes lanes, EntityLane lane, EventDelivery? stopped)
    {
        var actor = lane.Actor!;
        _outlived.Remove(actor);
        var cause = childFailures.Take(actor);
        lanes.Deactivated(lane);
        if (lane.Status != LaneStatus.Running) return;
        if (stopped is not null)
            lane.Failure ??= new LaneFailure(stopped, new HandlerStoppedException(lane.Type.ActorType.Name, lane.KeyText, cause));
        OnDone(lane);
    }

    /// <summary>
    /// Watches the actors whose runs take long: one that was stopped without a word tells so now, and its lane goes on with another. Reports
    /// a handler that seems to be stuck.
    /// </summary>
    public void LookAfter(TimeSpan interval)
    {
        foreach (var lanes in _all)
        {
            foreach (var lane in lanes.Active)
            {
                if (lane is not { Status: LaneStatus.Running, Running: { } run }) continue;
                var time = group.Time.GetElapsedTime(run.RunningSince);
                if (time >= interval) context.Watch(lane.Actor);
                if (time >= group.Options.ReportStuckAfter && FirstNotEnded(run) is { Reported: false } running and not QueryDelivery)
                    ReportStuck(running, running.AttemptBegan == 0 ? time : group.Time.GetElapsedTime(running.AttemptBegan));
            }
        }
    }

    private void ReportStuck(EventDelivery running, TimeSpan time)
    {
        if (time < group.Options.ReportStuckAfter) return;
        running.Reported = true;
        failures.Stuck(running, time);
    }

    private void NotStuck(EventDelivery ended)
    {
        if (!ended.Reported) return;
        ended.Reported = false;
        failures.NotStuck(ended, group.Time.GetElapsedTime(ended.AttemptBegan == 0 ? ended.RunningSince : ended.AttemptBegan));
    }

    /// <summary>The shard ends, its handler actors have ended: what they have begun and not ended goes on without them.</summary>
    public void End()
    {
        foreach (var lanes in _all)
        {
            foreach (var lane in lanes.Active)
            {
                if (lane is not { Status: LaneStatus.Running, Running: { } run }) continue;
                if (FirstNotEnded(run)?.Handling is { IsCompleted: false } handling)
                    group.GivenUp.Add(new HandledKey(lane.Type, lane.Key), handling);
            }
        }
    }

    private void Finish(EntityLane lane, EventDelivery delivery)
    {
        delivery.Next = null;
        delivery.EndCancellation();
        if (delivery is QueryDelivery query)
        {
            if (lane.Uncommitted == 0)
            {
                query.Reply(group.Keys.Refusal(group));
                return;
            }
        }
        else
        {
            NotStuck(delivery);
            failures.Handled(delivery);
        }
        lane.Uncommitted++;
        ended.Add(delivery);
    }

    private void Retry(EntityLane lane, LaneFailure failure)
    {
        var failed = failure.Delivery;
        var rest = failed.Next;
        if (failed is QueryDelivery query)
        {
            query.Asker.Tell(new Status.Failure(failure.Cause), _self);
            GoOn(lane, rest);
            return;
        }
        NotStuck(failed);
        var outcome = failures.Failed(failed, failure.Cause);
        failed.Reset();
        switch (outcome.Kind)
        {
            case OutcomeKind.Again:
                lane.PutBack(failed);
                lane.Status = LaneStatus.BackingOff;
                startTimer(lane, new RetryLane(lane), outcome.Wait);
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

    /// <summary>The first of a run that has not ended; null where all have.</summary>
    private static EventDelivery? FirstNotEnded(EventDelivery? delivery)
    {
        while (delivery is { Ended: true }) delivery = delivery.Next;
        return delivery;
    }

    /// <summary>To the shard: what an actor had begun that was stopped has ended.</summary>
    internal sealed record StoppedHandlerEnded(IActorRef Actor) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To the shard: the wait before a lane's next attempt is over.</summary>
    internal sealed record RetryLane(EntityLane Lane) : INoSerializationVerificationNeeded;
}
