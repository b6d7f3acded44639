using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Sending;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Letters;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Handling.Internal.Visits;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// One shard of a group: the keys of one partition number. Routes deliveries to handler actors, gathers what has finished, and has it
/// committed as one unit while the next gathers. Its committer is a child; a shard whose committer ends, or that fails, ends, and is
/// opened anew by its consumers: it is never restarted in place.
/// </summary>
internal sealed class HandlerShard : UntypedActor, IWithTimers
{
    private const string GivenUp = "its partitions are being given up";

    private static readonly TimeSpan MaxHousekeepingInterval = TimeSpan.FromSeconds(5);

    private readonly GroupContext _group;
    private readonly int _shard;
    private readonly string? _topic; // the one it reads; null for all of the group
    private readonly ILogger _log;
    private readonly EntityLanes?[] _entities; // by the handler's index
    private readonly EntityLanes[] _lanes; // those of them that there are
    private readonly IActorRef?[] _plain;
    private readonly DeliveryBatch[] _plainBatches;
    private readonly Checkpointer _checkpointer;
    private readonly FailurePolicy _failures;
    private readonly ChildFailures _childFailures;
    private readonly ShardPartitions _partitions;
    private readonly ShardDrain _drain;
    private readonly FormerRuns _former;
    private readonly DelayedEvents _delayed;
    private readonly Queue<(EntityQuery Query, IActorRef Asker)> _queries = new(); // until the shard has recovered
    private readonly CommitBatches _finished = new();
    private readonly Finishing _ended;
    private readonly ShardLetters _letters;
    private readonly ShardRetries _retries;
    private readonly CancellationTokenSource _stop = new();
    private readonly Takeover _takeover;
    private readonly CheckpointRounds _checkpoints;
    private readonly EntityRuns _runs;
    private readonly StateLoader _states;
    private readonly ShardMemory _memory;
    private readonly ShardVisits _visits;
    private readonly TimeSpan _housekeepingInterval;

    private IActorRef _committer = ActorRefs.Nobody;
    private PartitionOwner? _owner;
    private bool _stopping;
    private long _commitBegan;
    private int _unsent;

    public HandlerShard(GroupContext group, int shard, string? topic)
    {
        _group = group;
        _shard = shard;
        _topic = topic;
        _log = group.Loggers.CreateLogger("Akka.Events.Shard");
        _plain = new IActorRef?[group.Handlers.Count];
        _plainBatches = [.. group.Handlers.Select(_ => new DeliveryBatch(0))];
        _partitions = new ShardPartitions(group, Self, _log);
        _drain = new ShardDrain(Self);
        _former = new FormerRuns(group.GivenUp, Self);
        _failures = new FailurePolicy(group, _log);
        _childFailures = new ChildFailures(group, shard, _log);
        _checkpointer = new Checkpointer(group.Options.Checkpoint, group.Tails, group.Time);
        _entities = [.. group.Handlers.Select(h => h is EntityType type ? new EntityLanes(type, group.Budget, _checkpointer.Numbers) { Unreadable = (lane, reason) => _states!.OnUnreadable(lane, reason) } : null)];
        _lanes = [.. _entities.OfType<EntityLanes>()];
        _takeover = new Takeover(group, shard, Self, _log, _lanes, _stop.Token);
        _checkpoints = new CheckpointRounds(group, shard, Self, _log, _lanes, _checkpointer, _stop.Token);
        var startTimer = (object key, object message, TimeSpan wait) => Timers.StartSingleTimer(key, message, wait);
        _delayed = new DelayedEvents(group.Time, startTimer);
        _retries = new ShardRetries(group.Time, startTimer);
        _letters = new ShardLetters(group, shard, topic, Name, _log);
        _ended = new Finishing(
            _finished, group.Durability, new LetterCarrier(Self, startTimer, group.Time, group.Chance, _letters.On), group.Options.MaxUnsent,
            group.Options.MaxUnsentBytes);
        _runs = new EntityRuns(group, Context, startTimer, _entities, _failures, _childFailures, _ended, _drain);
        _states = new StateLoader(
            group, shard, Self, startTimer, _log, _entities, _checkpointer, _takeover, _failures, _runs, _stop.Token);
        _memory = new ShardMemory(group, _lanes, _runs, _checkpoints);
        _visits = new ShardVisits(group, shard, Self, startTimer, _log, type => _entities[type.Index]!.UnstoredKeys, _stop.Token);
        _housekeepingInterval = group.Options.ReportStuckAfter / 4 < MaxHousekeepingInterval
            ? group.Options.ReportStuckAfter / 4 : MaxHousekeepingInterval;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _group.Tails.ShardBegins();
        Timers.StartPeriodicTimer(Housekeeping.Instance, Housekeeping.Instance, _housekeepingInterval);
    }

    protected override void PostStop()
    {
        try
        {
            // Not here: what a database client does when it is cancelled may take long where the database can't be reached.
            _ = _stop.CancelAsync();
            _failures.End();
            _letters.End();
            ShowUnsent(0);
            foreach (var (query, asker) in _queries) Refuse(query, asker);
            _visits.End(GivenUp);
            _visits.Stop();
            _runs.End();
        }
        finally
        {
            foreach (var lanes in _lanes) lanes.Clear(new PartitionNotOwnedException(_group.Name, _shard));
            _group.Tails.ShardEnds();
            if (_lanes.Length > 0) _group.Queries.Tell(new ShardGone(_shard), Self);
            _checkpoints.End();
            _takeover.End();
        }
    }

    // A handler actor that fails outside its events (constructor, its own messages) is stopped; its lane goes on with a new one.
    protected override SupervisorStrategy SupervisorStrategy() => new HandlerSupervision(OnChildFailed);

    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
            _runs.HandOut();
            CommitFinished();
            ShowUnsent(_ended.Unsent);
            _letters.Hold(_ended.Holds);
            if (_drain.IsOn) _drain.Answer(_runs.Count, _ended.IsEmpty);
        }
        catch (Exception e)
        {
            Stop();
            HandlingLog.ShardFailed(_log, e, _group.Name, _shard);
        }
    }

    // It is being stopped; that it has ended comes as of any other.
    private void OnChildFailed(IActorRef child, Exception cause)
    {
        _childFailures.Add(child, cause);
        Context.Watch(child);
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case Lease lease:
                _runs.OnBack(lease);
                break;
            case EntityLane lane:
                _runs.OnEnded(lane);
                break;
            case DeliverBatch deliveries:
                OnDelivered(deliveries);
                break;
            case BatchHandled handled:
                _ended.Add(handled.Batch);
                break;
            case BatchCommitted committed:
                OnCommitted(committed);
                break;
            default:
                OnOther(message);
                break;
        }
    }

    private void Visit(IReadOnlyList<VisitDelivery> visits)
    {
        foreach (var visit in visits) Deliver(visit);
        if (visits.Count == 0) return;
        _states.LoadNext();
        _memory.KeepWithin(visits.Count);
    }

    private void ShowUnsent(int unsent)
    {
        if (unsent == _unsent) return;
        _group.Metrics.RecordsUnsent(unsent - _unsent);
        _unsent = unsent;
    }

    private void OnOther(object message)
    {
        switch (message)
        {
            case EntityQuery query when !_partitions.HaveRecovered:
                _queries.Enqueue((query, Sender));
                break;
            case EntityQuery query when _drain.IsOn:
                Refuse(query, Sender);
                break;
            case EntityQuery query:
                OnQuery(query, Sender);
                break;
            case VisitShard visit:
                Visit(_visits.On(visit));
                break;
            case ShardVisits.VisitMessage visit:
                Visit(_visits.On(visit));
                break;
            case ShardVisits.VisitsDue:
                Visit(_visits.OnDue());
                break;
            case StateLoader.StatesLoaded loaded:
                OnLoaded(loaded);
                break;
            case StateLoader.LoadFailed failed:
                _states.OnFailed(failed);
                break;
            case StateLoader.LoadAgain:
                _states.Again();
                break;
            case EntityRuns.RetryLane retry:
                _runs.OnRetry(retry);
                break;
            case EntityRuns.RunForsaken run:
                _runs.OnForsaken(run);
                break;
            case EntityRuns.LookForStalledNow:
                _runs.LookForStalled();
                break;
            case EntityRuns.BreakerMoved:
                _runs.OnBreakerMoved();
                break;
            case Housekeeping:
                OnHousekeeping();
                break;
            case CheckpointRounds.CheckpointNow:
                CheckpointWhenDue();
                break;
            case CheckpointRounds.CheckpointDone done:
                OnCheckpointDone(done);
                break;
            case CheckpointEnded ended:
                OnCheckpointEnded(ended);
                break;
            case Takeover.RecoverNow:
                Recover();
                break;
            case Takeover.SweepNow:
                _takeover.Sweep();
                break;
            case StateLoader.WarmUpMore:
                _states.WarmUp();
                break;
            case SweptStates swept:
                _states.OnSwept(swept);
                break;
            case SweepEnded ended:
                _states.OnSweepEnded(ended);
                break;
            case LetterMessage letter:
                _ended.On(letter);
                break;
            case RecordsUnsent change:
                _ended.On(change);
                break;
            case LetterTrouble trouble:
                _letters.On(trouble);
                break;
            case CommitterTrouble trouble:
                _group.Problems.Report(
                    ShardProblem.Journal(_topic, _shard), ProblemCause.JournalUnavailable,
                    _group.OfStore($"the {trouble.Of} of shard {Name} {trouble.What}"));
                break;
            case ShardRecovered recovered:
                OnRecovered(recovered);
                break;
            case OpenPartition open:
                Open(open);
                break;
            case ClosePartition close:
                Close(close);
                break;
            case AreYouThere ask:
                ask.Source.Consumer.Tell(new ShardIsThere(ask.Source, _partitions.IsOpen(ask.Source)), Self);
                break;
            case DrainShard drain:
                _drain.Begin(drain.Source, _plain.OfType<IActorRef>());
                _visits.End(GivenUp);
                _runs.CallBack();
                break;
            case HandlerDrained:
                _drain.OnHandlerDrained();
                break;
            case ShardRetries.RetriesDue when _drain.IsOn:
                break;
            case ShardRetries.RetriesDue:
                foreach (var delivery in _retries.TakeDue())
                    // Of an assignment that has been given up: whoever reads it next has them too.
                    if (_partitions.IsOpen(delivery.Source))
                        Route(delivery);
                BeginRouted(null);
                break;
            case FormerRuns.FormerRunEnded ended when !_drain.IsOn:
                OnFormerRunEnded(ended.Key);
                break;
            case FormerRuns.FormerRunEnded:
                break;
            case DelayedEvents.DelayOver when !_drain.IsOn:
                OnDelayOver();
                break;
            case DelayedEvents.DelayOver:
                break;
            case Terminated ended when ended.ActorRef.Equals(_committer):
                Stop();
                break;
            case Terminated ended when Array.IndexOf(_plain, ended.ActorRef) >= 0:
                // What it had in hand is lost to us: begin anew.
                Stop();
                break;
            case Terminated ended:
                _runs.OnActorEnded(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(OpenPartition open)
    {
        if (!_partitions.TryOpen(open)) Stop();
        else if (_partitions.IsEmpty) Stop();
        else if (!_partitions.HaveRecovered) _takeover.Begin();
    }

    private void Recover()
    {
        _committer = Context.ActorOf(_group.Durability.Committer(_shard, Partition()), "committer");
        Context.Watch(_committer);
    }

    private string Name => _topic is null ? $"{_shard}" : $"{_topic}-{_shard}";

    private CommittedPartition? Partition()
    {
        if (_topic is null) return null;
        var route = _group.Routes.First(r => r.Name == _topic);
        return new CommittedPartition(route.JournalName, _shard, [.. _group.HandlersOf[route.Index].Select(h => h.Name)]);
    }

    private void OnRecovered(ShardRecovered recovered)
    {
        _owner = recovered.Owner;
        _group.Problems.Settle(ShardProblem.Journal(_topic, _shard));
        _states.OnRecovered();
        _checkpoints.OnRecovered(recovered);
        _takeover.OnRecovered(recovered);
        _partitions.Recovered(recovered.Finished);
        while (_queries.TryDequeue(out var waiting)) OnQuery(waiting.Query, waiting.Asker);
        Visit(_visits.OnRecovered());
        if (_lanes.Length > 0) _group.Queries.Tell(new ShardOpened(_shard, recovered.SequenceNr), Self);
    }

    private void Close(ClosePartition close)
    {
        if (_partitions.TryClose(close.Source) && !_partitions.IsEmpty && !_drain.IsOn) Context.Parent.Tell(new PartitionClosed(close.Source), Self);
        else Stop();
    }

    private void Refuse(EntityQuery query, IActorRef asker) =>
        asker.Tell(new Status.Failure(new PartitionNotOwnedException(_group.Name, query.Shard), query), Self);

    private void Stop()
    {
        _stopping = true;
        Context.Stop(Self);
    }

    private void OnDelivered(DeliverBatch deliveries)
    {
        // Of an assignment that has been given up: whoever reads it next has them too.
        if (!_partitions.IsOpen(deliveries.Source)) return;
        _partitions.Taken(deliveries.Source, deliveries.Batch.Count);
        if (_drain.IsOn || _memory.HasToHold) _memory.Hold(deliveries);
        else OnDeliveries(deliveries);
    }

    private void OnDeliveries(DeliverBatch deliveries)
    {
        foreach (var delivery in deliveries.Batch)
        {
            if (delivery.Route.Origin is not null) ShardRetries.Read(delivery);
            _group.Observers?.Received(delivery);
            var handlers = _group.HandlersOf[delivery.Route.Index];
            delivery.HandlersLeft = handlers.Length;
            for (var h = handlers.Length - 1; h >= 0; h--)
            {
                var part = h == 0 ? delivery : delivery.CopyForHandler();
                part.Primary = delivery;
                part.Handler = handlers[h];
                Route(part);
            }
        }
        BeginRouted(deliveries.Source);
    }

    private void OnFormerRunEnded(HandledKey key)
    {
        foreach (var delivery in _former.Take(key)) Deliver(delivery);
        BeginRouted(null);
    }

    private void BeginRouted(PartitionAssignment? taken)
    {
        SendPlain(taken);
        _states.LoadNext();
        _partitions.SendFinished();
    }

    /// <param name="taken">Whose consumer is to be told of the taking: of several plain handlers, the first one's counts. Null where it
    /// has been told.</param>
    private void SendPlain(PartitionAssignment? taken)
    {
        for (var h = 0; h < _plainBatches.Length; h++)
        {
            var batch = _plainBatches[h];
            if (batch.Count == 0) continue;
            PlainHandlerOf(_group.Handlers[h]).Tell(new DeliverBatch(batch, batch[0].Source, TellWhenTaken: taken is not null), Self);
            _plainBatches[h] = new DeliveryBatch(batch.Count);
            taken = null;
        }
        taken?.BatchTaken();
    }

    private void Route(EventDelivery delivery)
    {
        var handler = delivery.Handler;
        delivery.Effects.Handled = new HandledTopic(delivery.Route.JournalName, handler.Name);
        delivery.Effects.Start = delivery.Source.Start;
        delivery.Effects.Owner = _owner;
        switch (_partitions.FinishedBefore(delivery))
        {
            case FinishedSpan.All:
                _partitions.Acknowledge(delivery);
                return;
            case FinishedSpan.RecordOnly:
                // Nobody else can finish the gap: the journal has to know of it.
                _ended.Add(delivery);
                return;
        }
        if ((delivery.IsTombstone && !handler.Options.Tombstones) || ReplayTarget.IsAnother(delivery, _group.Name))
        {
            // Of the handlers' copies, the record itself: nobody else would say so.
            if (delivery.Primary == delivery && ReplayTarget.Gone(delivery, _group.Name, _group.HandlersOf[delivery.Route.Index]) is { } gone)
            {
                delivery.Headers = LetterHeaders.Own(delivery.Headers!);
                _failures.NobodyFor(delivery, gone);
            }
            _ended.Add(delivery);
            return;
        }
        if (delivery.Retried is not null)
        {
            if (_retries.HasToWait(delivery)) return;
            // Its handler sees the event as it was published.
            delivery.Headers = LetterHeaders.Own(delivery.Headers ?? []);
        }
        else if (_delayed.HasToWait(delivery))
        {
            return;
        }
        Deliver(delivery);
    }

    private void OnDelayOver()
    {
        foreach (var delivery in _delayed.TakeDue())
            // Of an assignment that has been given up: whoever reads it next has them too.
            if (_partitions.IsOpen(delivery.Source))
                Deliver(delivery);
        BeginRouted(null);
    }

    private void Deliver(EventDelivery delivery)
    {
        var handler = delivery.Handler;
        if (_former.HasToWait(delivery)) return;
        if (_entities[handler.Index] is not { } lanes)
        {
            _plainBatches[handler.Index].Add(delivery);
            return;
        }
        if (!delivery.HasKey)
        {
            delivery.Undecodable = new UnkeyedRecordException(delivery, handler.Name);
            if (_failures.Failed(delivery, delivery.Undecodable).Kind == OutcomeKind.Done) _ended.Add(delivery);
            return;
        }
        _runs.Deliver(lanes, delivery);
    }

    private IActorRef PlainHandlerOf(HandlerDefinition handler)
    {
        if (_plain[handler.Index] is { } actor) return actor;
        actor = Context.ActorOf(((FunctionHandler)handler).Actor(_group), "handler-" + handler.Index);
        Context.Watch(actor);
        return _plain[handler.Index] = actor;
    }

    private void CommitFinished()
    {
        if (_stopping || _finished.Take() is not { } batch) return;
        _commitBegan = _group.Time.GetTimestamp();
        _committer.Tell(new CommitBatch(batch.Effects) { Begun = _partitions.TakeBegun() }, Self);
    }

    private void OnCommitted(BatchCommitted committed)
    {
        var events = 0;
        var durable = _group.Options.Durable;
        var batch = _finished.UnderWay!;
        foreach (var delivery in batch)
        {
            if (delivery.Lane is EntityLane lane)
            {
                var changed = lane.Committed(delivery, committed.SequenceNr);
                if (delivery is QueryDelivery query)
                {
                    lane.Reply(query, _group.Keys.Refusal(_group));
                    continue;
                }
                if (changed)
                {
                    if (_entities[lane.Type.Index]!.Changed(lane)) _checkpointer.Changed();
                    events++;
                }
            }
            if (delivery is VisitDelivery visit)
            {
                visit.Done();
                continue;
            }
            durable?.Invoke(delivery);
            _partitions.Acknowledge(delivery);
        }
        var count = batch.Count;
        _group.Metrics.Committed(count, _group.Time.GetElapsedTime(_commitBegan));
        _finished.Ended();
        _checkpoints.OnCommitted(committed, events);
        _partitions.SendFinished();
        CheckpointWhenDue();
        _memory.KeepWithin(count);
        TakeHeld();
    }

    private void OnQuery(EntityQuery query, IActorRef asker)
    {
        _runs.Ask(query, asker);
        _states.LoadNext();
    }

    private void OnLoaded(StateLoader.StatesLoaded loaded)
    {
        _states.OnLoaded(loaded);
        _memory.KeepWithin(loaded.Wanted.Count);
        _states.LoadNext();
        _states.GoOn();
    }

    private void OnHousekeeping()
    {
        if (!_partitions.HaveRecovered) return;
        _states.WarmUp();
        _runs.LookAfter();
        CheckpointWhenDue();
        _memory.Housekeep();
        TakeHeld();
    }

    private void TakeHeld()
    {
        while (!_drain.IsOn && _memory.TakeHeld() is { } held) OnDeliveries(held);
    }

    private void CheckpointWhenDue()
    {
        if (!_stopping) _checkpoints.WhenDue(_committer, _takeover, _finished.IsUnderWay);
    }

    private void OnCheckpointDone(CheckpointRounds.CheckpointDone done)
    {
        if (_checkpoints.OnDone(done, _committer, _takeover)) _states.LookAt(done.Checkpoint.Tails);
        else TakeHeld();
    }

    private void OnCheckpointEnded(CheckpointEnded ended)
    {
        _checkpoints.OnEnded(ended);
        _memory.OnCheckpoint();
        TakeHeld();
    }

    private sealed class Housekeeping
    {
        public static readonly Housekeeping Instance = new();
    }
}
