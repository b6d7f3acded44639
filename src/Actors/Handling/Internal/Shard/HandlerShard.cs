using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// One shard of a group: the keys of one partition number. Routes deliveries to handler actors, gathers what has finished, and has it
/// committed as one unit while the next gathers. Its committer is a child; a shard whose committer ends, or that fails, ends, and is
/// opened anew by its consumers: it is never restarted in place.
/// </summary>
internal sealed partial class HandlerShard : UntypedActor, IWithTimers
{
    private const int EvictSteps = 16_384;
    private static readonly TimeSpan MaxHousekeepingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadRetryInterval = TimeSpan.FromSeconds(1);

    private readonly GroupContext _group;
    private readonly int _shard;
    private readonly ILogger _log;
    private readonly EntityLanes?[] _entities; // by the handler's index
    private readonly EntityLanes[] _lanes; // those of them that there are
    private readonly IActorRef?[] _plain;
    private readonly DeliveryBatch[] _plainBatches;
    private readonly Checkpointer _checkpointer;
    private readonly FailurePolicy _failures;
    private readonly ShardProblem _statesProblem;
    private readonly ShardPartitions _partitions;
    private readonly ShardDrain _drain;
    private readonly FormerRuns _former;
    private readonly Queue<(EntityQuery Query, IActorRef Asker)> _queries = new(); // until the shard has recovered
    private readonly List<EntityLane> _ready = [];
    private readonly Queue<DeliverBatch> _held = new();
    private readonly CommitBatches _finished = new();
    private readonly Finishing _ended;
    private readonly CancellationTokenSource _stop = new();
    private readonly Takeover _takeover;
    private readonly CheckpointRounds _checkpoints;
    private readonly TimeSpan _housekeepingInterval;
    private readonly Func<bool> _tooManyActive;

    private IActorRef _committer = ActorRefs.Nobody;
    private bool _loading;
    private bool _stopping;
    private int _runs; // lanes that run
    private long _lately;
    private long _passivated;
    private long _commitBegan;

    public HandlerShard(GroupContext group, int shard)
    {
        _group = group;
        _shard = shard;
        _statesProblem = ShardProblem.States(shard);
        _log = group.Loggers.CreateLogger("Akka.Events.Shard");
        _plain = new IActorRef?[group.Handlers.Count];
        _plainBatches = [.. group.Handlers.Select(_ => new DeliveryBatch(0))];
        _partitions = new ShardPartitions(group, Self);
        _ended = new Finishing(_finished, Self);
        _drain = new ShardDrain(Self);
        _former = new FormerRuns(group.GivenUp, Self);
        _failures = new FailurePolicy(group, _log);
        _checkpointer = new Checkpointer(group.Options.Checkpoint, group.Tails, group.Time);
        _entities = [.. group.Handlers.Select(h => h is EntityType type ? new EntityLanes(type, group.Budget, _checkpointer) { Unreadable = OnUnreadable } : null)];
        _lanes = [.. _entities.OfType<EntityLanes>()];
        _tooManyActive = () => group.Budget.ActiveOver;
        _takeover = new Takeover(group, shard, Self, _log, _lanes, _stop.Token);
        _checkpoints = new CheckpointRounds(group, shard, Self, _log, _lanes, _checkpointer, _stop.Token);
        _passivated = group.Time.GetTimestamp();
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
            foreach (var (query, asker) in _queries) Refuse(query, asker);
            GiveUpRuns();
        }
        finally
        {
            foreach (var lanes in _lanes) lanes.Clear();
            _group.Tails.ShardEnds();
            _checkpoints.End();
            _takeover.End();
        }
    }

    // A handler actor that fails outside its events (constructor, its own messages) is stopped; its lane goes on with a new one.
    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
            CommitFinished();
            if (_drain.IsOn) _drain.Answer(_runs, _ended.IsEmpty);
        }
        catch (Exception e)
        {
            Stop();
            _log.LogError(
                e, "Group {Group}, shard {Shard} has failed; it is opened anew from what is committed", _group.Name, _shard);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case EntityLane lane:
                OnLaneDone(lane);
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
            case StatesLoaded loaded:
                OnLoaded(loaded);
                break;
            case LoadFailed failed:
                OnLoadFailed(failed);
                break;
            case LoadAgain:
                _loading = false;
                LoadNext();
                break;
            case RetryLane retry:
                retry.Lane.Status = LaneStatus.Idle;
                Start(retry.Lane);
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
            case WarmUpMore:
                WarmUp();
                break;
            case SweptStates swept:
                OnSwept(swept);
                break;
            case SweepEnded ended:
                OnSweepEnded(ended);
                break;
            case Finishing.EffectsCompleted completed:
                _ended.Completed(completed);
                break;
            case CommitterTrouble trouble:
                _group.Problems.Report(ShardProblem.Journal(_shard), $"the journal of shard {_shard} {trouble.What}");
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
            case DrainShard drain:
                _drain.Begin(drain.Source, _plain.OfType<IActorRef>());
                break;
            case HandlerDrained:
                _drain.OnHandlerDrained();
                break;
            case FormerRuns.FormerRunEnded ended when !_drain.IsOn:
                OnFormerRunEnded(ended.Key);
                break;
            case FormerRuns.FormerRunEnded:
                break;
            case Terminated ended when ended.ActorRef.Equals(_committer):
                Stop();
                break;
            case Terminated ended:
                OnHandlerEnded(ended.ActorRef);
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
        _committer = Context.ActorOf(_group.Durability.Committer(_shard), "committer");
        Context.Watch(_committer);
    }

    private void OnRecovered(ShardRecovered recovered)
    {
        _group.Problems.Settle(ShardProblem.Journal(_shard));
        _group.Problems.Settle(_statesProblem);
        _checkpoints.OnRecovered(recovered);
        _takeover.OnRecovered(recovered);
        _partitions.Recovered(recovered.Finished);
        while (_queries.TryDequeue(out var waiting)) OnQuery(waiting.Query, waiting.Asker);
    }

    private void Close(ClosePartition close)
    {
        if (_partitions.TryClose(close.Source) && !_partitions.IsEmpty && !_drain.IsOn) Context.Parent.Tell(new PartitionClosed(close.Source), Self);
        else Stop();
    }

    private void Refuse(EntityQuery query, IActorRef asker) =>
        asker.Tell(new Status.Failure(new PartitionNotOwnedException(_group.Name, query.Shard)), Self);

    private void Stop()
    {
        _stopping = true;
        Context.Stop(Self);
    }

    private void OnDelivered(DeliverBatch deliveries)
    {
        // Of an assignment that has been given up: whoever reads it next has them too.
        if (!_partitions.IsOpen(deliveries.Source!)) return;
        _partitions.Taken(deliveries.Source!, deliveries.Batch.Count);
        if (HasToWait) _held.Enqueue(deliveries);
        else OnDeliveries(deliveries);
    }

    private void OnDeliveries(DeliverBatch deliveries)
    {
        _lately = _group.Time.GetTimestamp();
        foreach (var delivery in deliveries.Batch)
        {
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
        foreach (var delivery in _former.Take(key)) Route(delivery);
        BeginRouted(null);
    }

    private void BeginRouted(PartitionAssignment? source)
    {
        StartReady();
        SendPlain(source);
        LoadNext();
        _partitions.SendFinished();
    }

    // Of several plain handlers, the first one's taking counts.
    private void SendPlain(PartitionAssignment? source)
    {
        for (var h = 0; h < _plainBatches.Length; h++)
        {
            var batch = _plainBatches[h];
            if (batch.Count == 0) continue;
            PlainHandlerOf(_group.Handlers[h]).Tell(new DeliverBatch(batch, source), Self);
            _plainBatches[h] = new DeliveryBatch(batch.Count);
            source = null;
        }
        source?.BatchTaken();
    }

    private void Route(EventDelivery delivery)
    {
        var handler = delivery.Handler;
        delivery.Effects.Handled = new HandledTopic(delivery.Route.JournalName, handler.Name);
        delivery.Effects.Start = delivery.Source.Start;
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
        if (delivery.IsTombstone && !handler.Options.Tombstones)
        {
            _ended.Add(delivery);
            return;
        }
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
        var lane = lanes.GetOrAdd(delivery.KeySpan);
        delivery.Lane = lane;
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

    private IActorRef PlainHandlerOf(HandlerDefinition handler)
    {
        if (_plain[handler.Index] is { } actor) return actor;
        actor = Context.ActorOf(Props.Create(() => new PlainHandlerActor(_group, (PlainHandler)handler)), "handler-" + handler.Index);
        Context.Watch(actor);
        return _plain[handler.Index] = actor;
    }

    private void CommitFinished()
    {
        if (_stopping || _finished.Take() is not { } batch) return;
        _commitBegan = _group.Time.GetTimestamp();
        _committer.Tell(new CommitBatch(batch.Effects), Self);
    }

    private void OnCommitted(BatchCommitted committed)
    {
        var events = 0;
        var durable = _group.Options.Durable;
        var batch = _finished.UnderWay!;
        foreach (var delivery in batch)
        {
            if (delivery.Lane is { } lane)
            {
                lane.Uncommitted--;
                if (delivery is QueryDelivery query)
                {
                    query.Reply();
                    continue;
                }
                if (delivery.Effects.Events.Length > 0)
                {
                    lane.DurableState = delivery.StateAfter;
                    lane.DurableSequenceNr = committed.SequenceNr;
                    _checkpointer.Changed(lane);
                    events++;
                }
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
        KeepWithinBudget(count);
        TakeHeld();
    }
}
