using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Consuming.Internal;
using Akka.Events.Operating.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// One shard of a group: the keys of one partition number. Routes deliveries to handler actors, gathers what has finished, and has it committed as one unit
/// while the next gathers. Its committer is a child; a shard whose committer ends, ends as well, and is recovered anew by its consumers.
/// </summary>
internal sealed class HandlerShard : UntypedActor, IWithTimers, IWithStash
{
    private const int PassivateSteps = 16_384;
    private static readonly TimeSpan MaxHousekeepingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadRetryInterval = TimeSpan.FromSeconds(1);

    private readonly GroupContext _group;
    private readonly int _shard;
    private readonly ILogger _log;
    private readonly EntityLanes?[] _entities;
    private readonly IActorRef?[] _plain;
    private readonly List<Delivery>?[] _plainBatches;
    private readonly Checkpointer _checkpointer;
    private readonly Dictionary<PartitionSource, FinishedTickets> _sources = [];
    private readonly List<EntityLane> _ready = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _housekeepingInterval;

    private IActorRef _committer = ActorRefs.Nobody;
    private FinishedRecords _recovered = new();
    private List<Delivery> _finished = [];
    private List<Delivery> _spare = [];
    private bool _committing;
    private bool _loading;
    private bool _opened;
    private bool _stopping;
    private readonly Func<bool> _tooManyActive;
    private long _lately;
    private long _passivated;
    private long _commitBegan;
    private long _checkpointBegan;
    private long _sequenceNr;
    private int _unreadable;

    public HandlerShard(GroupContext group, int shard)
    {
        _group = group;
        _shard = shard;
        _log = group.Loggers.CreateLogger("Akka.Events.Shard");
        _entities = [.. group.Handlers.Select(h => h is EntityType type ? new EntityLanes(type, group.Budget) : null)];
        _plain = new IActorRef?[group.Handlers.Count];
        _plainBatches = [.. group.Handlers.Select(h => h is PlainHandler ? new List<Delivery>() : null)];
        _checkpointer = new Checkpointer(group.Options.Checkpoint, group.Time);
        _tooManyActive = () => group.Budget.ActiveOver > 0;
        _passivated = group.Time.GetTimestamp();
        _housekeepingInterval = group.Options.ReportStuckAfter / 4 < MaxHousekeepingInterval ? group.Options.ReportStuckAfter / 4 : MaxHousekeepingInterval;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        _committer = Context.ActorOf(_group.Committer(_shard), "committer");
        Context.Watch(_committer);
        Timers.StartPeriodicTimer(Housekeeping.Instance, Housekeeping.Instance, _housekeepingInterval);
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        foreach (var source in _sources.Keys) source.Consumer.Tell(new ShardClosed(Self));
        foreach (var lanes in _entities) lanes?.Clear();
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
            case Deliveries deliveries:
                OnDeliveries(deliveries);
                break;
            case HandledDeliveries handled:
                for (var i = 0; i < handled.Count; i++) _finished.Add(handled.Items[i]);
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
            case CheckpointDone done:
                OnCheckpointDone(done);
                break;
            case CheckpointEnded ended:
                OnCheckpointEnded(ended);
                break;
            case ShardRecovered recovered:
                OnRecovered(recovered);
                break;
            case OpenPartition or ClosePartition when !_opened && !_stopping:
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

    private void OnRecovered(ShardRecovered recovered)
    {
        _recovered = recovered.Finished;
        _sequenceNr = recovered.SequenceNr;
        foreach (var lanes in _entities)
            if (lanes is not null)
                lanes.MayBeStored = recovered.StoredStates;
        foreach (var (sequenceNr, e) in recovered.Tail)
        {
            var type = _group.Entity(e.Handler);
            if (type is null) continue;
            var lane = _entities[type.Index]!.GetOrAdd(e.Key.ToArray());
            lane.Append(new TailEvent(sequenceNr, e.Manifest, e.Payload));
            lane.Status = LaneStatus.Cold;
            _checkpointer.Changed(lane);
            _checkpointer.Grew(1, e.Payload.Length + e.Key.Length);
        }
        _opened = true;
        Stash.UnstashAll();
        Self.Tell(Housekeeping.Instance);
    }

    private void Open(OpenPartition open)
    {
        if (_stopping) return;
        _sources[open.Source] = new FinishedTickets();
        long? resume = null;
        long above = -1;
        foreach (var handler in _group.HandlersOf[open.Route.Index])
        {
            var offsets = _recovered.Of(open.Route.Name, handler.Name);
            if (offsets is null) continue;
            resume = resume is { } lowest ? Math.Min(lowest, offsets.Watermark) : offsets.Watermark;
            above = Math.Max(above, offsets.Above.Count > 0 ? offsets.Above[^1].End : offsets.Watermark);
        }
        open.Source.FinishedBelow = above;
        open.Source.Consumer.Tell(new PartitionOpened(open.Source, Self, resume));
    }

    private void Close(ClosePartition close)
    {
        if (!_sources.Remove(close.Source)) return;
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

    private void OnDeliveries(Deliveries deliveries)
    {
        _lately = _group.Time.GetTimestamp();
        for (var i = 0; i < deliveries.Count; i++)
        {
            var delivery = deliveries.Items[i];
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
        SendPlain();
        LoadNext();
        if (deliveries.Count > 0 && _sources.TryGetValue(deliveries.Items[0].Source, out var tickets)) tickets.Send(deliveries.Items[0].Source, Self, _group.Metrics);
    }

    private void SendPlain()
    {
        for (var h = 0; h < _plainBatches.Length; h++)
        {
            if (_plainBatches[h] is not { Count: > 0 } batch) continue;
            PlainHandlerOf(_group.Handlers[h]).Tell(new Deliveries([.. batch], batch.Count), Self);
            batch.Clear();
        }
    }

    private void Route(Delivery delivery)
    {
        var handler = delivery.Handler;
        if (delivery.Offset < delivery.Source.FinishedBelow && _recovered.Of(delivery.Topic, handler.Name) is { } finished && finished.Contains(delivery.Offset))
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
            _plainBatches[handler.Index]!.Add(delivery);
            return;
        }
        if (delivery.KeyBytes is null)
        {
            delivery.Undecodable = new UnkeyedRecordException(delivery, handler.Name);
            GiveUp(delivery, delivery.Undecodable);
            return;
        }
        var lane = lanes.GetOrAdd(delivery.KeyBytes);
        delivery.Lane = lane;
        delivery.KeyBytes = lane.Key;
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
        lane.Running = lane.TakeWaiting();
        if (lane.Running is null) return;
        lane.Status = LaneStatus.Running;
        lane.RunningSince = _lately;
        lane.Reported = false;
        lane.Touched = true;
        if (lane.Actor is null)
        {
            _entities[lane.Type.Index]!.Activated(lane, Context.ActorOf(lane.Type.Props));
        }
        lane.Actor!.Tell(lane, Self);
    }

    private void OnLaneDone(EntityLane lane)
    {
        // A lane that its actor's death has taken away comes twice.
        if (lane.Status != LaneStatus.Running) return;
        var failed = lane.Failed;
        var delivery = lane.Running;
        while (delivery is not null && delivery != failed)
        {
            var next = delivery.Next;
            Finish(lane, delivery);
            delivery = next;
        }
        lane.Running = lane.Failed = lane.Current = null;
        lane.Status = LaneStatus.Idle;
        if (failed is not null) Retry(lane, failed);
        else if (lane.HasWaiting) Start(lane);
    }

    private void Finish(EntityLane lane, Delivery delivery)
    {
        delivery.Next = null;
        delivery.EndCancellation();
        if (delivery is QueryDelivery query && lane.Uncommitted == 0)
        {
            query.Reply();
            return;
        }
        lane.Uncommitted++;
        _finished.Add(delivery);
    }

    private void Retry(EntityLane lane, Delivery failed)
    {
        var failure = lane.Failure!;
        lane.Failure = null;
        var rest = failed.Next;
        if (failed is QueryDelivery query)
        {
            query.Asker.Tell(new Status.Failure(failure), Self);
            GoOn(lane, rest);
            return;
        }
        if (failed.Undecodable is not null)
        {
            if (GiveUp(failed, failure)) GoOn(lane, rest);
            else Block(lane, failed);
            return;
        }
        var handler = failed.Handler;
        _group.Metrics.EventFailed(handler.Name);
        if (failed.Started == 0) failed.Started = lane.RunningSince;
        var wait = handler.Retries.Next(failed.Attempt, _group.Time.GetElapsedTime(failed.Started), Random.Shared.NextDouble());
        if (wait is null)
        {
            _log.EventDiscarded(failure, _group.Name, handler.Name, failed, failed.Attempt);
            _group.Metrics.EventDiscarded(handler.Name);
            failed.Reset();
            Finish(lane, failed);
            GoOn(lane, rest);
            return;
        }
        _log.EventFailed(failure, _group.Name, handler.Name, failed, failed.Attempt, wait.Value);
        failed.Reset();
        failed.Attempt++;
        lane.PutBack(failed);
        lane.Status = LaneStatus.BackingOff;
        Timers.StartSingleTimer(lane, new RetryLane(lane), wait.Value);
    }

    private void GoOn(EntityLane lane, Delivery? rest)
    {
        if (rest is not null) lane.PutBack(rest);
        if (lane.HasWaiting) Start(lane);
    }

    private void Block(EntityLane lane, Delivery failed)
    {
        lane.PutBack(failed);
        lane.Status = LaneStatus.Blocked;
    }

    /// <summary>Applies the policy for records that no attempt can help. True when the record is done with.</summary>
    private bool GiveUp(Delivery delivery, Exception reason)
    {
        var handler = delivery.Handler;
        _group.Metrics.EventFailed(handler.Name);
        if (handler.Options.OnUndecodable == FailureMode.Block)
        {
            _log.RecordBlocks(reason, _group.Name, handler.Name, delivery);
            _group.Metrics.KeyBlocked();
            return false;
        }
        _log.EventDiscarded(reason, _group.Name, handler.Name, delivery, delivery.Attempt);
        _group.Metrics.EventDiscarded(handler.Name);
        if (delivery.Lane is { } lane) Finish(lane, delivery);
        else _finished.Add(delivery);
        return true;
    }

    private void CommitFinished()
    {
        if (_committing || _finished.Count == 0 || _stopping) return;
        _committing = true;
        _commitBegan = _group.Time.GetTimestamp();
        _committer.Tell(new CommitBatch(_finished), Self);
        (_finished, _spare) = (_spare, _finished);
    }

    private void OnCommitted(BatchCommitted committed)
    {
        _committing = false;
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
                if (delivery.FirstEvent is not null)
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
        _group.Metrics.Committed(committed.Deliveries.Count, _group.Time.GetElapsedTime(_commitBegan));
        committed.Deliveries.Clear();
        _spare = committed.Deliveries;
        _checkpointer.Grew(events, committed.Bytes);
        foreach (var (source, tickets) in _sources) tickets.Send(source, Self, _group.Metrics);
        if (_checkpointer.IsDue(_group.Budget.ResidentOver)) BeginCheckpoint();
        if (_group.Budget.ActiveOver > 0)
            foreach (var lanes in _entities)
                if (lanes is not null)
                    Passivate(lanes, PassivateSteps, _tooManyActive);
        if (_group.Budget.ResidentOver) Evict();
    }

    private void Acknowledge(Delivery delivery)
    {
        var record = delivery.Primary!;
        if (--record.HandlersLeft > 0) return;
        if (_sources.TryGetValue(record.Source, out var tickets)) tickets.Add(record);
    }

    private void OnQuery(EntityQuery query)
    {
        if (_sources.Count == 0)
        {
            Sender.Tell(new Status.Failure(new PartitionNotOwnedException(_group.Name, _shard)), Self);
            return;
        }
        var type = _group.Entity(query.Entity);
        if (type is null)
        {
            Sender.Tell(new Status.Failure(new InvalidOperationException($"group '{_group.Name}' has no entity '{query.Entity}'")), Self);
            return;
        }
        var lanes = _entities[type.Index]!;
        var lane = lanes.GetOrAdd(query.Key);
        if (lane.Status == LaneStatus.Unreadable)
        {
            Sender.Tell(new Status.Failure(new UnreadableStateException(type.Name, lane.KeyText, "its state can't be read back, see the log")), Self);
            return;
        }
        lane.Enqueue(new QueryDelivery(query.Query, Sender) { Handler = type, Lane = lane });
        if (lane.Status == LaneStatus.Idle) Start(lane);
        else if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
        LoadNext();
    }

    private void LoadNext()
    {
        if (_loading) return;
        foreach (var lanes in _entities)
        {
            if (lanes is null || !lanes.HasToLoad) continue;
            var wanted = lanes.TakeToLoad();
            if (!lanes.MayBeStored)
            {
                Loaded(lanes, wanted, []);
                continue;
            }
            _loading = true;
            _group.States.Read(_group.Name, _shard, lanes.Type.Name, wanted.ConvertAll(l => l.Key), _stop.Token)
                .PipeTo(Self, success: rows => new StatesLoaded(lanes, wanted, rows), failure: e => new LoadFailed(lanes, wanted, e));
            return;
        }
    }

    private void OnLoaded(StatesLoaded loaded)
    {
        _loading = false;
        Loaded(loaded.Lanes, loaded.Wanted, loaded.Rows);
        LoadNext();
    }

    private void Loaded(EntityLanes lanes, List<EntityLane> wanted, IReadOnlyList<StoredState> rows)
    {
        var byKey = new Dictionary<byte[], StoredState>(rows.Count, KeyComparer.Instance);
        foreach (var row in rows) byKey[row.Key] = row;
        foreach (var lane in wanted)
        {
            try
            {
                lanes.Materialize(lane, byKey.TryGetValue(lane.Key, out var row) ? row : null);
                Start(lane);
            }
            catch (UnreadableStateException e)
            {
                _unreadable++;
                _group.Metrics.KeyBlocked();
                _log.LogError(e, "Group {Group}, shard {Shard}: {Reason}. The entity handles nothing until that is mended; the others go on", _group.Name, _shard, e.Message);
                lane.FailQueries(e);
            }
        }
    }

    private void OnLoadFailed(LoadFailed failed)
    {
        _log.LogWarning(failed.Cause, "Group {Group}, shard {Shard}: {Count} states could not be read; trying again in {Wait}", _group.Name, _shard, failed.Wanted.Count, LoadRetryInterval);
        foreach (var lane in failed.Wanted) failed.Lanes.Load(lane);
        Timers.StartSingleTimer(LoadAgain.Instance, LoadAgain.Instance, LoadRetryInterval);
    }

    private void OnHousekeeping()
    {
        _lately = _group.Time.GetTimestamp();
        if (!_opened) return;
        WarmUp();
        LookAfterRuns();
        if (_checkpointer.IsDue(_group.Budget.ResidentOver)) BeginCheckpoint();
        Evict();
        if (_group.Time.GetElapsedTime(_passivated) < _group.Options.Memory.PassivateAfter) return;
        _passivated = _lately;
        foreach (var lanes in _entities)
            if (lanes is not null)
                Passivate(lanes, lanes.ActiveCount, static () => true);
    }

    /// <summary>Reads the states that the journal's tail changed: a checkpoint needs them.</summary>
    private void WarmUp()
    {
        foreach (var lanes in _entities)
        {
            if (lanes is null) continue;
            foreach (var lane in lanes.All)
                if (lane.Status == LaneStatus.Cold && lane.FirstTail is not null)
                    lanes.Load(lane);
        }
        LoadNext();
    }

    /// <summary>
    /// Watches the actors whose runs take long: one that has died without a word (its constructor failed, or it was stopped) tells so now, and its lane goes on with
    /// another. Reports a run that seems to be stuck.
    /// </summary>
    private void LookAfterRuns()
    {
        foreach (var lanes in _entities)
        {
            if (lanes is null) continue;
            foreach (var lane in lanes.All)
            {
                if (lane.Status != LaneStatus.Running) continue;
                var time = _group.Time.GetElapsedTime(lane.RunningSince);
                if (time >= _housekeepingInterval) Context.Watch(lane.Actor);
                if (lane.Reported || time < _group.Options.ReportStuckAfter) continue;
                lane.Reported = true;
                _log.LogWarning("Group {Group}, entity {Entity}, key {Key}: its handler has been running for {Time}; the key's next events wait", _group.Name, lane.Type.Name, lane.KeyText, time);
            }
        }
    }

    private void Passivate(EntityLanes lanes, int steps, Func<bool> wanted) =>
        lanes.Passivate(steps, wanted, lane =>
        {
            Context.Unwatch(lane.Actor);
            Context.Stop(lane.Actor);
            lanes.Deactivated(lane);
        });

    private void Evict()
    {
        foreach (var lanes in _entities) lanes?.Evict(PassivateSteps);
    }

    private void BeginCheckpoint()
    {
        // The states must be those of the last committed batch, so nothing may be on its way to the journal.
        if (_committing || _stopping || _checkpointer.Begin() is not { } states) return;
        _checkpointBegan = _group.Time.GetTimestamp();
        var through = _sequenceNr;
        _committer.Tell(new CheckpointBegun(through), Self);
        Task.Run(() => _checkpointer.Write(_group.States, _group.Name, _shard, states, _stop.Token))
            .PipeTo(Self, success: sizes => new CheckpointDone(through, states, sizes, null), failure: e => new CheckpointDone(through, states, [], e));
    }

    private void OnCheckpointDone(CheckpointDone done)
    {
        if (done.Failure is not null)
        {
            _log.LogWarning(done.Failure, "Group {Group}, shard {Shard}: the checkpoint at {SequenceNr} could not be written; the next one has its changes", _group.Name, _shard, done.SequenceNr);
            _checkpointer.End(written: false);
            return;
        }
        for (var i = 0; i < done.Sizes.Length; i++)
        {
            var lane = done.States[i].Lane;
            _entities[lane.Type.Index]!.Resize(lane, done.Sizes[i]);
        }
        _committer.Tell(new CheckpointWritten(done.SequenceNr), Self);
    }

    private void OnCheckpointEnded(CheckpointEnded ended)
    {
        if (ended.Failure is not null)
            _log.LogWarning(ended.Failure, "Group {Group}, shard {Shard}: the snapshot at {SequenceNr} could not be saved; the next checkpoint tries again", _group.Name, _shard, ended.SequenceNr);
        _checkpointer.End(written: ended.Failure is null);
        _group.Metrics.Checkpointed(_group.Time.GetElapsedTime(_checkpointBegan));
    }

    private void OnHandlerEnded(IActorRef actor)
    {
        if (Array.IndexOf(_plain, actor) >= 0)
        {
            // What it had in hand is lost to us: begin anew.
            Stop();
            return;
        }
        foreach (var lanes in _entities)
        {
            if (lanes is null) continue;
            foreach (var lane in lanes.All)
            {
                if (!actor.Equals(lane.Actor)) continue;
                lanes.Deactivated(lane);
                if (lane.Status != LaneStatus.Running) return;
                if (lane.Failed is null)
                {
                    lane.Failed = lane.Current ?? lane.Running;
                    lane.Failure = new HandlerStoppedException(lane.Type.ActorType.Name, lane.KeyText);
                }
                OnLaneDone(lane);
                return;
            }
        }
    }

    private sealed record RetryLane(EntityLane Lane) : INoSerializationVerificationNeeded;

    private sealed record StatesLoaded(EntityLanes Lanes, List<EntityLane> Wanted, IReadOnlyList<StoredState> Rows) : INoSerializationVerificationNeeded;

    private sealed record LoadFailed(EntityLanes Lanes, List<EntityLane> Wanted, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record CheckpointDone(long SequenceNr, IReadOnlyList<Checkpointer.PendingState> States, int[] Sizes, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed class LoadAgain
    {
        public static readonly LoadAgain Instance = new();
    }

    private sealed class Housekeeping
    {
        public static readonly Housekeeping Instance = new();
    }
}
