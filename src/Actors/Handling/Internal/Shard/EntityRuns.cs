using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Handling.Internal.Visits;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The entities of a shard at work: what begins, what has ended, and what becomes of what failed. Used on the shard's turn only.
/// </summary>
internal sealed class EntityRuns
{
    // Between two looks at messages that don't get on: long for an event, short for the keys behind it.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    // Less than an ask waits: who asks is told what his query waits for.
    private static readonly TimeSpan QueryPatience = TimeSpan.FromSeconds(4);

    private readonly GroupContext _group;
    private readonly IActorRef _self;
    private readonly Action<object, object, TimeSpan> _startTimer;
    private readonly FailurePolicy _failures;
    private readonly ChildFailures _childFailures;
    private readonly Finishing _ended;
    private readonly ShardDrain _drain;
    private readonly Leases?[] _byHandler;
    private readonly Leases[] _all;
    private readonly HashSet<EntityLane> _forsaken = []; // their actor has ended, and what it had begun goes on
    private readonly Action _breakerMoved;
    private bool _looking;

    public EntityRuns(
        GroupContext group, IActorContext context, Action<object, object, TimeSpan> startTimer, EntityLanes?[] entities, FailurePolicy failures,
        ChildFailures childFailures, Finishing ended, ShardDrain drain)
    {
        _group = group;
        var self = _self = context.Self;
        _breakerMoved = () => self.Tell(BreakerMoved.Instance, ActorRefs.NoSender);
        _startTimer = startTimer;
        _failures = failures;
        _childFailures = childFailures;
        _ended = ended;
        _drain = drain;
        _byHandler =
        [
            .. entities.Select(lanes => lanes is null
                ? null : new Leases(lanes, new HandlerActors(context, lanes.Type, group.Time), GateOf(lanes.Type), context.Self)),
        ];
        _all = [.. _byHandler.OfType<Leases>()];
    }

    private LeaseGate? GateOf(EntityType type)
    {
        if (type.Breaker is not { } breaker) return null;
        breaker.Join(_breakerMoved);
        return new LeaseGate(breaker, _breakerMoved, _group.Time, wait => _startTimer(breaker, BreakerMoved.Instance, wait));
    }

    /// <summary>A handler's circuit breaker has changed: what isn't to begin comes back, what may begins at the turn's end.</summary>
    public void OnBreakerMoved()
    {
        foreach (var leases in _all)
            if (leases.Lanes.Type.Breaker is { IsClosed: false })
                leases.CallBack(stalledOnly: false);
    }

    /// <summary>Lanes that run.</summary>
    public int Count => _all.Sum(leases => leases.Running);

    /// <summary>Puts a delivery into its key's lane; it begins at the turn's end, or when its state has been read.</summary>
    public void Deliver(EntityLanes lanes, EventDelivery delivery)
    {
        var lane = lanes.GetOrAdd(delivery.KeySpan);
        delivery.Lane = lane;
        _group.Keys.Look(delivery.KeySpan, delivery.Source.Partition, _group);
        if (delivery is VisitDelivery visit && (lane.Status == LaneStatus.Unreadable || lane.Obstacle == LaneObstacle.Blocked))
        {
            visit.GiveUp();
            return;
        }
        lane.Enqueue(delivery);
        if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
        else Offer(lane);
    }

    public void Ask(EntityQuery query, IActorRef asker)
    {
        var type = _group.Entity(query.Entity);
        if (type is null)
        {
            asker.Tell(new Status.Failure(new InvalidOperationException($"group '{_group.Name}' has no entity '{query.Entity}'"), query), _self);
            return;
        }
        var lanes = _byHandler[type.Index]!.Lanes;
        var lane = lanes.GetOrAdd(query.Key);
        if (lane.Status == LaneStatus.Unreadable)
        {
            asker.Tell(new Status.Failure(new UnreadableStateException(type.Name, lane.KeyText, "its state can't be read back, see the log"), query), _self);
            return;
        }
        lane.Enqueue(new QueryDelivery(query, asker) { Handler = type, Lane = lane, RunningSince = _group.Time.GetTimestamp() });
        if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
        else Offer(lane);
    }

    /// <summary>What can begin in the lane does, at the turn's end.</summary>
    public void Offer(EntityLane lane) => _byHandler[lane.Type.Index]!.Offer(lane);

    /// <summary>Hands to handler actors what is ready. At the end of each turn.</summary>
    public void HandOut()
    {
        if (_drain.IsOn) return;
        var several = false;
        foreach (var leases in _all) several |= leases.HandOut();
        if (several) LookLater();
    }

    /// <summary>A handler actor has given its lanes back.</summary>
    public void OnBack(Lease lease)
    {
        // Of an actor that has ended meanwhile: it has been dealt with.
        if (!lease.IsOut) return;
        TakeBegun(lease, goesOn: lease.GoesOn);
        _byHandler[lease.Actor.Type.Index]!.OnBack(lease);
    }

    /// <summary>The event of a lane that went on has ended.</summary>
    public void OnEnded(EntityLane lane)
    {
        if (lane is { Status: LaneStatus.Running, Actor.Lane: { } its } && its == lane) EndRun(lane);
    }

    /// <summary>The wait before another attempt is over.</summary>
    public void OnRetry(RetryLane retry)
    {
        retry.Lane.Release();
        Offer(retry.Lane);
    }

    /// <summary>Some lanes wait behind one that doesn't end: they go to other actors.</summary>
    public void LookForStalled()
    {
        _looking = false;
        var several = false;
        foreach (var leases in _all) several |= leases.CallBack(stalledOnly: true);
        if (several) LookLater();
    }

    /// <summary>Nothing new is to begin: what the actors have not begun comes back.</summary>
    public void CallBack()
    {
        foreach (var leases in _all) leases.CallBack(stalledOnly: false);
    }

    /// <summary>
    /// A handler actor has ended, by a failure of its constructor or of a message of its own, or stopped by somebody. The event that it was
    /// at has failed; what else it had in hand goes on with others.
    /// </summary>
    public void OnActorEnded(IActorRef reference)
    {
        var cause = _childFailures.Take(reference);
        foreach (var leases in _all)
        {
            if (leases.Actors.Remove(reference) is not { } actor) continue;
            var at = actor.At;
            if (actor.Lease is { IsOut: true } lease)
            {
                // Its constructor has failed: that counts for one key, and the others try another actor.
                if (!actor.HasServed && lease.Begun.IsEmpty) lease.Begin();
                at = actor.At;
                TakeBegun(lease, goesOn: true);
                leases.CallBack(lease);
                lease.Clear();
            }
            if (actor.Lane is { } its) (its.Actor, its.KeepsActor) = (null, false);
            if (at is not null) EndWithoutActor(at, cause);
        }
    }

    /// <summary>An entity has gone to rest, and its actor with it.</summary>
    public void Stop(EntityLanes lanes, HandlerActor actor) => _byHandler[lanes.Type.Index]!.Actors.Stop(actor);

    /// <summary>Reports events whose handler runs for long, and tells who asks that they hold his query up.</summary>
    public void LookAfter()
    {
        foreach (var leases in _all) leases.Actors.Trim();
        foreach (var lane in InHand)
            if (FirstNotEnded(lane) is { } running)
                LookAfter(lane, running);
    }

    /// <summary>The shard ends, its handler actors have ended: what they have begun and not ended goes on without them.</summary>
    public void End()
    {
        foreach (var lane in InHand)
            if (FirstNotEnded(lane)?.Handling is { IsCompleted: false } handling)
                _group.GivenUp.Add(new HandledKey(lane.Type, lane.Key), handling);
        foreach (var leases in _all) _failures.Leave(leases.Lanes.Type, _breakerMoved);
    }

    // What is being handled now.
    private IEnumerable<EntityLane> InHand =>
        _all.SelectMany(leases => leases.Actors.All).Select(actor => actor.At).OfType<EntityLane>().Concat(_forsaken);

    private void TakeBegun(Lease lease, bool goesOn)
    {
        var begun = lease.Begun;
        for (var i = 0; i < begun.Length; i++)
        {
            var lane = begun[i];
            var isLast = i == begun.Length - 1;
            if (isLast && (goesOn || lane.KeepsActor)) (lane.Actor, lease.Actor.Lane) = (lease.Actor, lane);
            if (isLast && goesOn) TakeEnded(lane);
            else EndRun(lane);
        }
    }

    // What has ended doesn't wait for what goes on, and what is behind that waits again.
    private void TakeEnded(EntityLane lane)
    {
        while (lane.TakeEnded() is { } ended) EndedWell(lane, ended);
        lane.GoesOn();
    }

    private void EndRun(EntityLane lane)
    {
        while (lane.TakeEnded() is { } ended) EndedWell(lane, ended);
        var cause = lane.Failure;
        var failed = lane.EndRun();
        _byHandler[lane.Type.Index]!.Ended(lane);
        if (failed is not null) Fail(lane, failed, cause!);
        Offer(lane);
    }

    private void EndWithoutActor(EntityLane lane, Exception? cause)
    {
        TakeEnded(lane);
        if (lane.Running is not null) lane.Failure ??= new HandlerStoppedException(lane.Type.ActorType.Name, lane.KeyText, cause);
        // The handler's code goes on: nothing of the key begins beside it.
        if (lane.Running?.Handling is not { IsCompleted: false } handling)
        {
            EndRun(lane);
            return;
        }
        _forsaken.Add(lane);
        lane.Running.CancelAttempt();
        handling.ContinueWith(_ => new RunForsaken(lane), TaskScheduler.Default).PipeTo(_self);
    }

    /// <summary>The code of a handler whose actor has ended has ended as well.</summary>
    public void OnForsaken(RunForsaken run)
    {
        _forsaken.Remove(run.Lane);
        EndRun(run.Lane);
    }

    private void EndedWell(EntityLane lane, EventDelivery delivery)
    {
        if (delivery is VisitDelivery) _failures.Visited(delivery);
        else if (delivery is not QueryDelivery) _failures.Handled(delivery);
        Finish(lane, delivery);
    }

    // It has ended well, or is given up.
    private void Finish(EntityLane lane, EventDelivery delivery)
    {
        delivery.EndCancellation();
        NoLongerStuck(delivery);
        if (delivery is QueryDelivery query && lane.Uncommitted == 0)
        {
            lane.Reply(query, _group.Keys.Refusal(_group));
            return;
        }
        if (delivery is VisitDelivery visit && lane.Uncommitted == 0 && delivery.Effects is { Events.Length: 0, HasOutgoing: false })
        {
            visit.Done();
            return;
        }
        lane.Finished();
        _ended.Add(delivery);
    }

    private void Fail(EntityLane lane, EventDelivery failed, Exception cause)
    {
        if (failed is QueryDelivery query)
        {
            query.Fail(cause);
            return;
        }
        NoLongerStuck(failed);
        if (failed is VisitDelivery visit)
        {
            _failures.VisitFailed(visit, cause);
            failed.Reset();
            visit.GiveUp();
            return;
        }
        var outcome = _failures.Failed(failed, cause);
        failed.Reset();
        switch (outcome.Kind)
        {
            case OutcomeKind.Again:
                lane.Hold(failed, LaneObstacle.BackingOff);
                _startTimer(lane, new RetryLane(lane), outcome.Wait);
                break;
            case OutcomeKind.Blocks:
                lane.Hold(failed, LaneObstacle.Blocked);
                lane.GiveUpVisits();
                break;
            default:
                Finish(lane, failed);
                break;
        }
    }

    private void LookLater()
    {
        if (_looking) return;
        _looking = true;
        _startTimer(LookForStalledNow.Instance, LookForStalledNow.Instance, LookInterval);
    }

    private void LookAfter(EntityLane lane, EventDelivery running)
    {
        var time = TimeOf(running);
        lane.FailQueries(
            new TimeoutException($"entity '{lane.Type.Name}', key '{lane.KeyText}': an event's handler has been running for {Durations.Text(time)}"),
            query => _group.Time.GetElapsedTime(query.RunningSince) >= QueryPatience);
        if (running is QueryDelivery || running.Reported || time < _group.Options.ReportStuckAfter) return;
        running.Reported = true;
        _failures.Stuck(running, time);
    }

    // Of one that ends at once nobody knows when it began: it is timed from when it was seen first.
    private TimeSpan TimeOf(EventDelivery running)
    {
        if (running.AttemptBegan == 0 && running.RunningSince == 0) running.RunningSince = _group.Time.GetTimestamp();
        return _group.Time.GetElapsedTime(running.AttemptBegan != 0 ? running.AttemptBegan : running.RunningSince);
    }

    private void NoLongerStuck(EventDelivery delivery)
    {
        if (delivery.Reported) _failures.NotStuck(delivery, TimeOf(delivery));
        delivery.Reported = false;
        if (delivery is not QueryDelivery) delivery.RunningSince = 0;
    }

    // Read while the actor may be at it: what has ended stays so.
    private static EventDelivery? FirstNotEnded(EntityLane lane)
    {
        var delivery = lane.Running;
        while (delivery is { Ended: true }) delivery = delivery.Next;
        return delivery;
    }

    /// <summary>To the shard: the wait before a lane's next attempt is over.</summary>
    internal sealed record RetryLane(EntityLane Lane) : INoSerializationVerificationNeeded;

    /// <summary>To the shard: nothing of the lane's run goes on any more.</summary>
    internal sealed record RunForsaken(EntityLane Lane) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To the shard: a handler's circuit breaker has changed, or may let an event begin.</summary>
    internal sealed class BreakerMoved : IDeadLetterSuppression
    {
        public static readonly BreakerMoved Instance = new();
    }

    /// <summary>To the shard: a look at what doesn't get on is due.</summary>
    internal sealed class LookForStalledNow : IDeadLetterSuppression
    {
        public static readonly LookForStalledNow Instance = new();
    }
}
