using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

// What the shard does beside the events: loading states, checkpoints, passivation, looking after long runs.
internal sealed partial class HandlerShard
{
    private void LoadNext()
    {
        if (_loading) return;
        foreach (var lanes in _lanes)
        {
            if (!lanes.HasToLoad) continue;
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
        _group.Problems.Settle(_statesProblem);
        Loaded(loaded.Lanes, loaded.Wanted, loaded.Rows);
        KeepWithinBudget(loaded.Wanted.Count);
        LoadNext();
        EndSweep();
        WarmUp();
    }

    private void Loaded(EntityLanes lanes, List<EntityLane> wanted, IReadOnlyList<StoredState> rows)
    {
        var byKey = new Dictionary<byte[], StoredState>(rows.Count, KeyComparer.Instance);
        foreach (var row in rows) byKey[row.Key] = row;
        foreach (var lane in wanted) Materialize(lanes, lane, byKey.TryGetValue(lane.Key, out var row) ? row : null);
    }

    private void Materialize(EntityLanes lanes, EntityLane lane, StoredState? row)
    {
        var tail = lane.Tail;
        try
        {
            lanes.Materialize(lane, row);
        }
        catch (UnreadableStateException e)
        {
            // Its events stay in the tail, for the next checkpoint to store as they are.
            OnUnreadable(lane, e);
            return;
        }
        if (tail is not null)
        {
            tail.Take(lane.TailKey);
            _checkpointer.Changed(lane);
        }
        Start(lane);
        if (lane.Actor is null) lanes.TryRest(lane);
    }

    private void OnUnreadable(EntityLane lane, UnreadableStateException reason)
    {
        _failures.Block();
        _log.LogError(
            reason, "Group {Group}, shard {Shard}: {Reason}. The entity handles nothing until that is mended; the others go on",
            _group.Name, _shard, reason.Message);
        lane.FailQueries(reason);
    }

    private void OnLoadFailed(LoadFailed failed)
    {
        _log.LogWarning(
            failed.Cause, "Group {Group}, shard {Shard}: {Count} states could not be read; trying again in {Wait}", _group.Name, _shard,
            failed.Wanted.Count, LoadRetryInterval);
        _group.Problems.Report(_statesProblem, $"the entity states of shard {_shard} can't be read: {failed.Cause.Message}");
        foreach (var lane in failed.Wanted) failed.Lanes.Load(lane);
        Timers.StartSingleTimer(LoadAgain.Instance, LoadAgain.Instance, LoadRetryInterval);
    }

    private void OnHousekeeping()
    {
        _lately = _group.Time.GetTimestamp();
        if (!_partitions.HaveRecovered) return;
        WarmUp();
        LookAfterRuns();
        CheckpointWhenDue();
        KeepWithinBudget(EvictSteps);
        TakeHeld();
        if (_group.Time.GetElapsedTime(_passivated) < _group.Options.Memory.PassivateAfter) return;
        _passivated = _lately;
        foreach (var lanes in _lanes) Passivate(lanes, lanes.ActiveCount, 1, static () => true);
    }

    /// <summary>
    /// Watches the actors whose runs take long: one that has died without a word (its constructor failed, or it was stopped) tells so now,
    /// and its lane goes on with another. Reports a run that seems to be stuck.
    /// </summary>
    private void LookAfterRuns()
    {
        foreach (var lanes in _lanes)
        {
            foreach (var lane in lanes.Active)
            {
                if (lane is not { Status: LaneStatus.Running, Running: { } run }) continue;
                var time = _group.Time.GetElapsedTime(run.RunningSince);
                if (time >= _housekeepingInterval) Context.Watch(lane.Actor);
                if (run.Reported || time < _group.Options.ReportStuckAfter) continue;
                run.Reported = true;
                _log.LogWarning(
                    "Group {Group}, entity {Entity}, key {Key}: its handler has been running for {Time}; the key's next events wait",
                    _group.Name, lane.Type.Name, lane.KeyText, time);
            }
        }
    }

    private void PassivateSome(int steps)
    {
        foreach (var lanes in _lanes)
        {
            var (seen, used) = Passivate(lanes, steps, 2, _tooManyActive);
            if (seen > 0) _group.Budget.ActiveLimit.Seen(seen, used);
        }
    }

    private (int Seen, int Used) Passivate(EntityLanes lanes, int steps, int runsToStay, Func<bool> wanted) =>
        lanes.Passivate(steps, runsToStay, wanted, actor =>
        {
            Context.Unwatch(actor);
            Context.Stop(actor);
        });

    /// <param name="activated">How many entities may have got an actor since.</param>
    private void KeepWithinBudget(int activated)
    {
        if (_group.Budget.ActiveOver) PassivateSome(activated * 2 + 64);
        if (_group.Budget.ResidentOver) Evict(EvictSteps);
    }

    private void Evict(int steps)
    {
        foreach (var lanes in _lanes) lanes.Evict(steps);
    }

    // Far above its limits, memory is first made free by the checkpoint that is under way, or is to come; the partition's reading stops at
    // what is outstanding then.
    private bool MemoryComesFirst => _group.Budget.FarOver && (_checkpointer.Running || _checkpoint.IsWanted);

    private bool HasToWait => _drain.IsOn || _held.Count > 0 || MemoryComesFirst;

    private void TakeHeld()
    {
        while (_held.Count > 0 && !_drain.IsOn && !MemoryComesFirst) OnDeliveries(_held.Dequeue());
    }

    private bool CheckpointIsDue => _checkpointer.IsDue(_group.Budget.ResidentOver ? _lanes.Sum(lanes => lanes.Count) : null);

    private void CheckpointWhenDue()
    {
        if (_checkpointer.Running) return;
        if (!CheckpointIsDue || _stopping || _sweep is not null)
        {
            _checkpoint.End();
            return;
        }
        if (!_checkpoint.IsWanted && _checkpoint.Ask() is { IsCompleted: false } turn)
            turn.PipeTo(Self, success: () => CheckpointNow.Instance, failure: _ => CheckpointNow.Instance);
        if (_checkpoint.IsMine) BeginCheckpoint();
    }

    private void BeginCheckpoint()
    {
        // The states must be those of the last committed batch, so nothing may be on its way to the journal.
        if (_finished.IsUnderWay) return;
        // While a sweep brings rows that are as old as its beginning, the tail has to stay on top of them: none begins then.
        var checkpoint = _checkpointer.Begin(_lanes, PendingTails());
        _checkpointBegan = _group.Time.GetTimestamp();
        var through = _sequenceNr;
        _committer.Tell(new CheckpointBegun(through), Self);
        Task.Run(() => checkpoint.Write(_group, _shard, _stop.Token))
            .PipeTo(Self, success: () => new CheckpointDone(through, checkpoint, null), failure: e => new CheckpointDone(through, checkpoint, e));
    }

    private void OnCheckpointDone(CheckpointDone done)
    {
        if (done.Failure is not null)
        {
            _log.LogWarning(
                done.Failure,
                "Group {Group}, shard {Shard}: the checkpoint at {SequenceNr} could not be written; the next one has its changes",
                _group.Name, _shard, done.SequenceNr);
            _checkpointer.End(written: false);
            _checkpoint.End();
            TakeHeld();
            _group.Problems.Report(
                _checkpointProblem, $"shard {_shard} can't write its checkpoint, and its journal grows: {done.Failure.Message}");
            return;
        }
        foreach (var lanes in _lanes) lanes.TailStored();
        _unclaimed = [];
        _committer.Tell(new CheckpointWritten(done.SequenceNr), Self);
        foreach (var state in done.Checkpoint.Unencodable)
            _log.LogError(
                state.Reason,
                "Group {Group}, entity {Entity}, key {Key}: its state can't be stored: {Reason}. Its events are stored instead, and it goes on",
                _group.Name, state.Type.Name, Topics.KeyText.ToText(state.Key), state.Reason.Message);
        LookAt(done.Checkpoint.Tails);
    }

    private List<PendingTail> PendingTails()
    {
        var tails = new List<PendingTail>();
        foreach (var lanes in _lanes)
            if (lanes.Tail is { AllTaken: false } tail)
                tails.Add(new PendingTail(lanes.Type.Name, lanes.Type, tail, lanes.MayBeStored || lanes.HasUnreadable));
        foreach (var (entity, tail) in _unclaimed) tails.Add(new PendingTail(entity, null, tail, true));
        return tails;
    }

    // Entities that nobody has asked for and that can't be read back are met as if they were, so that they are told of.
    private void LookAt(IReadOnlyList<PendingTail> tails)
    {
        foreach (var tail in tails)
        {
            foreach (var key in tail.Unreadable)
            {
                if (!_group.Budget.HasRoom) break;
                var lanes = _entities[tail.Type!.Index]!;
                var lane = lanes.GetOrAdd(key);
                if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
            }
        }
        LoadNext();
    }

    private void OnCheckpointEnded(CheckpointEnded ended)
    {
        if (ended.Failure is not null)
            _log.LogWarning(
                ended.Failure,
                "Group {Group}, shard {Shard}: the snapshot at {SequenceNr} could not be saved; the next checkpoint tries again",
                _group.Name, _shard, ended.SequenceNr);
        else
            _group.Problems.Settle(_checkpointProblem);
        _checkpointer.End(written: ended.Failure is null);
        _checkpoint.End();
        Evict(int.MaxValue);
        TakeHeld();
        _group.Metrics.Checkpointed(_group.Time.GetElapsedTime(_checkpointBegan));
    }

    private sealed record StatesLoaded(EntityLanes Lanes, List<EntityLane> Wanted, IReadOnlyList<StoredState> Rows) : INoSerializationVerificationNeeded;

    private sealed record LoadFailed(EntityLanes Lanes, List<EntityLane> Wanted, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record CheckpointDone(long SequenceNr, Checkpoint Checkpoint, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed class CheckpointNow : IDeadLetterSuppression
    {
        public static readonly CheckpointNow Instance = new();
    }

    private sealed class LoadAgain
    {
        public static readonly LoadAgain Instance = new();
    }

    private sealed class Housekeeping
    {
        public static readonly Housekeeping Instance = new();
    }
}
