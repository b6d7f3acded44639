using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

// What the shard does beside the events: loading states, checkpoints, passivation, looking after long runs.
internal sealed partial class HandlerShard
{
    private const int WarmUpBatch = 500;

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
        _failures.Block(new HandledKey(lane.Type, lane.Key), lane.Type, $"{reason.Message}; the entity handles nothing until that is mended");
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
    private bool MemoryComesFirst => _group.Budget.FarOver && _checkpoints.IsComing;

    private bool HasToWait => _drain.IsOn || _held.Count > 0 || MemoryComesFirst;

    private void TakeHeld()
    {
        while (_held.Count > 0 && !_drain.IsOn && !MemoryComesFirst) OnDeliveries(_held.Dequeue());
    }

    private void CheckpointWhenDue()
    {
        if (!_stopping) _checkpoints.WhenDue(_committer, _takeover, _finished.IsUnderWay);
    }

    private void OnCheckpointDone(CheckpointRounds.CheckpointDone done)
    {
        if (_checkpoints.OnDone(done, _committer, _takeover)) LookAt(done.Checkpoint.Tails);
        else TakeHeld();
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
        _checkpoints.OnEnded(ended);
        Evict(int.MaxValue);
        TakeHeld();
    }

    private void OnSwept(SweptStates swept)
    {
        foreach (var (lanes, lane, row) in _takeover.OnSwept(swept)) Materialize(lanes, lane, row);
    }

    private void OnSweepEnded(SweepEnded ended)
    {
        _takeover.OnSweepEnded(ended);
        EndSweep();
        WarmUp();
    }

    private void EndSweep()
    {
        foreach (var (lanes, lane) in _takeover.TakeUnstored(_loading)) Materialize(lanes, lane, null);
    }

    /// <summary>
    /// Restores the states that the journal's tail changed and that no sweep brings, while there is room. Few at a time: what is asked for
    /// comes in between.
    /// </summary>
    private void WarmUp()
    {
        if (_takeover.IsSweeping || _loading) return;
        var count = 0;
        foreach (var lanes in _lanes)
        {
            for (; count < WarmUpBatch && lanes.NextOfTail() is { } lane; count++) lanes.Load(lane);
            if (lanes.Tail is { AllTaken: true }) lanes.Tail = null;
        }
        LoadNext();
        if (count == WarmUpBatch && !_loading) Self.Tell(WarmUpMore.Instance);
    }

    private sealed record StatesLoaded(EntityLanes Lanes, List<EntityLane> Wanted, IReadOnlyList<StoredState> Rows) : INoSerializationVerificationNeeded;

    private sealed record LoadFailed(EntityLanes Lanes, List<EntityLane> Wanted, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class WarmUpMore
    {
        public static readonly WarmUpMore Instance = new();
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
