using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
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
/// committed as one unit while the next gathers. Its committer is a child; a shard whose committer ends, ends as well, and is recovered
/// anew by its consumers.
/// </summary>
internal sealed partial class HandlerShard : UntypedActor, IWithTimers, IWithStash
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
    private readonly ShardProblem _checkpointProblem;
    private readonly Dictionary<PartitionAssignment, DeliveryBatch> _sources = [];
    private readonly List<PartitionAssignment> _unsent = []; // sources with finished records that have not gone home
    private readonly HashSet<IActorRef> _consumers = [];
    private readonly List<EntityLane> _ready = [];
    private readonly Queue<DeliverBatch> _held = new();
    private readonly CommitBatches _finished = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Turn _recovery;
    private readonly Turn _checkpoint;
    private readonly TimeSpan _housekeepingInterval;
    private readonly Func<bool> _tooManyActive;

    private IReadOnlyList<(string Entity, EntityTail Tail)> _unclaimed = []; // of entities that the group has no longer
    private CancellationTokenSource? _sweep;
    private bool _swept;
    private IActorRef _committer = ActorRefs.Nobody;
    private FinishedRecords _recovered = new();
    private (PartitionAssignment? Source, DeliveryBatch? Finished) _latest; // where the last finished record belongs
    private bool _loading;
    private bool _opened;
    private bool _stopping;
    private long _lately;
    private long _passivated;
    private long _commitBegan;
    private long _checkpointBegan;
    private long _sequenceNr;

    public HandlerShard(GroupContext group, int shard)
    {
        _group = group;
        _shard = shard;
        (_statesProblem, _checkpointProblem) = (ShardProblem.States(shard), ShardProblem.Checkpoints(shard));
        _log = group.Loggers.CreateLogger("Akka.Events.Shard");
        _plain = new IActorRef?[group.Handlers.Count];
        _plainBatches = [.. group.Handlers.Select(_ => new DeliveryBatch(0))];
        _failures = new FailurePolicy(group, _log);
        _checkpointer = new Checkpointer(group.Options.Checkpoint, group.Tails, group.Time);
        _entities = [.. group.Handlers.Select(h => h is EntityType type ? new EntityLanes(type, group.Budget, _checkpointer) { Unreadable = OnUnreadable } : null)];
        _lanes = [.. _entities.OfType<EntityLanes>()];
        _tooManyActive = () => group.Budget.ActiveOver;
        _recovery = new Turn(group.Recoveries, _stop.Token);
        _checkpoint = new Turn(group.Checkpoints, _stop.Token);
        _passivated = group.Time.GetTimestamp();
        _housekeepingInterval = group.Options.ReportStuckAfter / 4 < MaxHousekeepingInterval
            ? group.Options.ReportStuckAfter / 4 : MaxHousekeepingInterval;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        _group.Tails.ShardBegins();
        Timers.StartPeriodicTimer(Housekeeping.Instance, Housekeeping.Instance, _housekeepingInterval);
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        _failures.End();
        foreach (var source in _sources.Keys) source.Consumer.Tell(new ShardClosed(Self));
        foreach (var lanes in _lanes) lanes.Clear();
        _checkpointer.Clear();
        _group.Tails.ShardEnds();
        _recovery.End();
        _checkpoint.End();
    }

    // A handler actor that fails outside its events (constructor, its own messages) is stopped; its lane goes on with a new one.
    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EntityLane lane:
                OnLaneDone(lane);
                break;
            case DeliverBatch deliveries when HasToWait:
                _held.Enqueue(deliveries);
                break;
            case DeliverBatch deliveries:
                OnDeliveries(deliveries);
                break;
            case BatchHandled handled:
                _finished.Add(handled.Batch);
                break;
            case BatchCommitted committed:
                OnCommitted(committed);
                break;
            default:
                OnOther(message);
                break;
        }
        CommitFinished();
    }

    private void OnOther(object message)
    {
        switch (message)
        {
            case EntityQuery query:
                OnQuery(query);
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
            case CheckpointNow:
                CheckpointWhenDue();
                break;
            case CheckpointDone done:
                OnCheckpointDone(done);
                break;
            case CheckpointEnded ended:
                OnCheckpointEnded(ended);
                break;
            case RecoverNow:
                Recover();
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
            case ShardRecovered recovered:
                OnRecovered(recovered);
                break;
            case OpenPartition { Source: var source } when !_opened && !_stopping:
                Watch(source.Consumer);
                BeginRecovery();
                Stash.Stash();
                break;
            case ClosePartition when !_opened && !_stopping:
                Stash.Stash();
                break;
            case OpenPartition open:
                Open(open);
                break;
            case ClosePartition close:
                Close(close);
                break;
            case Terminated ended when ended.ActorRef.Equals(_committer):
                Stop();
                break;
            case Terminated ended when _consumers.Remove(ended.ActorRef):
                OnConsumerEnded(ended.ActorRef);
                break;
            case Terminated ended:
                OnHandlerEnded(ended.ActorRef);
                break;
            case StopShard:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(OpenPartition open)
    {
        if (_stopping)
        {
            open.Source.Consumer.Tell(new OpenRefused(open.Source), Self);
            return;
        }
        // It was given up while the shard recovered.
        if (open.Source.Stopped.IsCancellationRequested) return;
        Watch(open.Source.Consumer);
        _sources[open.Source] = [];
        long? resume = null;
        long above = -1;
        foreach (var handler in _group.HandlersOf[open.Route.Index])
        {
            var offsets = _recovered.Of(open.Route.JournalName, handler.Name);
            if (offsets is null) continue;
            resume = resume is { } lowest ? Math.Min(lowest, offsets.Watermark) : offsets.Watermark;
            above = Math.Max(above, offsets.Above.Count > 0 ? offsets.Above[^1].End : offsets.Watermark);
        }
        open.Source.FinishedBelow = above;
        open.Source.Consumer.Tell(new PartitionOpened(open.Source, Self, resume));
    }

    private void Watch(IActorRef consumer)
    {
        if (_consumers.Add(consumer)) Context.Watch(consumer);
    }

    // A consumer that ends before it has heard of the shard can't close its partition.
    private void OnConsumerEnded(IActorRef consumer)
    {
        if (_consumers.Count == 0 || _sources.Keys.Any(source => source.Consumer.Equals(consumer))) Stop();
    }

    private void Close(ClosePartition close)
    {
        if (!_sources.Remove(close.Source)) return;
        _unsent.Remove(close.Source);
        _latest = default;
        Stop();
    }

    // Through passivation, so that what is sent to the shard's next incarnation meanwhile waits for it.
    private void Stop()
    {
        if (_stopping) return;
        _stopping = true;
        Stash.UnstashAll();
        Context.Parent.Tell(new Passivate(StopShard.Instance));
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
        StartReady();
        SendPlain(deliveries.Source);
        LoadNext();
        SendFinished();
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

    private void SendFinished()
    {
        foreach (var source in _unsent)
        {
            var batch = _sources[source];
            _group.Metrics.RecordsFinished(batch.Count);
            source.Consumer.Tell(new BatchFinished(batch), Self);
            _sources[source] = new DeliveryBatch(batch.Count);
        }
        _unsent.Clear();
        _latest = default;
    }

    private void Route(EventDelivery delivery)
    {
        var handler = delivery.Handler;
        if (delivery.Offset < delivery.Source.FinishedBelow && _recovered.Of(delivery.Route.JournalName, handler.Name) is { } finished
            && finished.Contains(delivery.Offset))
        {
            Acknowledge(delivery);
            return;
        }
        if (delivery.IsTombstone && !handler.Options.Tombstones)
        {
            _finished.Add(delivery);
            return;
        }
        if (_entities[handler.Index] is not { } lanes)
        {
            _plainBatches[handler.Index].Add(delivery);
            return;
        }
        if (!delivery.HasKey)
        {
            delivery.Undecodable = new UnkeyedRecordException(delivery, handler.Name);
            GiveUp(delivery, delivery.Undecodable);
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
        _committer.Tell(new CommitBatch(batch), Self);
    }

    private void OnCommitted(BatchCommitted committed)
    {
        _sequenceNr = committed.SequenceNr;
        var events = 0;
        var durable = _group.Options.Durable;
        foreach (var delivery in committed.Deliveries)
        {
            if (delivery.Lane is { } lane)
            {
                lane.Uncommitted--;
                if (delivery is QueryDelivery query)
                {
                    query.Reply();
                    continue;
                }
                if (delivery.Events.Length > 0)
                {
                    lane.DurableState = delivery.StateAfter;
                    lane.DurableSequenceNr = committed.SequenceNr;
                    _checkpointer.Changed(lane);
                    events++;
                }
            }
            durable?.Invoke(delivery);
            Acknowledge(delivery);
        }
        var count = committed.Deliveries.Count;
        _group.Metrics.Committed(count, _group.Time.GetElapsedTime(_commitBegan));
        _finished.Ended(committed.Deliveries);
        _checkpointer.Grew(events, committed.Bytes);
        SendFinished();
        CheckpointWhenDue();
        KeepWithinBudget(count);
        TakeHeld();
    }

    private void Acknowledge(EventDelivery delivery)
    {
        var record = delivery.Primary!;
        if (--record.HandlersLeft > 0) return;
        if (_latest.Source != record.Source) _latest = (record.Source, _sources.GetValueOrDefault(record.Source));
        if (_latest.Finished is not { } finished) return;
        if (finished.Count == 0) _unsent.Add(record.Source);
        finished.Add(record);
    }
}
