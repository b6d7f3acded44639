using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// Gives cold lanes their states: one reading by key at a time, and what the takeover's sweep and the journal's tail bring. Used on the
/// shard's turn only.
/// </summary>
internal sealed class StateLoader(
    GroupContext group, int shard, IActorRef self, Action<object, object, TimeSpan> startTimer, ILogger log, EntityLanes?[] entities,
    Checkpointer checkpointer, Takeover takeover, FailurePolicy failures, EntityRuns runs, CancellationToken stop)
{
    private const int WarmUpBatch = 500;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly EntityLanes[] _all = [.. entities.OfType<EntityLanes>()];
    private readonly ShardProblem _problem = ShardProblem.States(shard);
    private bool _loading;

    /// <summary>What a former incarnation could not do is another one's matter.</summary>
    public void OnRecovered() => group.Problems.Settle(_problem);

    /// <summary>Reads the states that are asked for, unless it does so already.</summary>
    public void LoadNext()
    {
        if (_loading) return;
        foreach (var lanes in _all)
        {
            if (!lanes.HasToLoad) continue;
            var wanted = lanes.TakeToLoad();
            if (!lanes.MayBeStored)
            {
                Take(lanes, wanted, []);
                continue;
            }
            _loading = true;
            group.States.Read(group.Name, shard, lanes.Type.Name, wanted.ConvertAll(l => l.Key), stop)
                .PipeTo(self, success: rows => new StatesLoaded(lanes, wanted, rows), failure: e => new LoadFailed(lanes, wanted, e));
            return;
        }
    }

    public void OnLoaded(StatesLoaded loaded)
    {
        _loading = false;
        group.Problems.Settle(_problem);
        Take(loaded.Lanes, loaded.Wanted, loaded.Rows);
    }

    public void OnFailed(LoadFailed failed)
    {
        var said = group.OfStore(failed.Cause);
        HandlingLog.StatesNotRead(log, failed.Cause, group.Name, shard, failed.Wanted.Count, said, Durations.Text(RetryInterval));
        group.Problems.Report(_problem, ProblemCause.StatesUnavailable, $"the entity states of shard {shard} can't be read: {said}");
        // Questions go back to where they are looked after: they would gather here for as long as nothing can be read.
        var notRead = new StateNotReadException(failed.Cause);
        foreach (var lane in failed.Wanted)
        {
            lane.FailQueries(notRead);
            failed.Lanes.Load(lane);
        }
        startTimer(LoadAgain.Instance, LoadAgain.Instance, RetryInterval);
    }

    public void Again()
    {
        _loading = false;
        LoadNext();
    }

    /// <summary>Takes in a chunk of the sweep.</summary>
    public void OnSwept(SweptStates swept)
    {
        foreach (var (lanes, lane, row) in takeover.OnSwept(swept)) Materialize(lanes, lane, row);
    }

    public void OnSweepEnded(SweepEnded ended)
    {
        takeover.OnSweepEnded(ended);
        GoOn();
    }

    /// <summary>After a reading or a sweep: what hangs on its end.</summary>
    public void GoOn()
    {
        foreach (var (lanes, lane) in takeover.TakeUnstored(_loading)) Materialize(lanes, lane, null);
        WarmUp();
    }

    /// <summary>
    /// Restores the states that the journal's tail changed and that no sweep brings, while there is room. Few at a time: what is asked for
    /// comes in between.
    /// </summary>
    public void WarmUp()
    {
        if (takeover.IsSweeping || _loading) return;
        var count = 0;
        foreach (var lanes in _all)
        {
            for (; count < WarmUpBatch && lanes.NextOfTail() is { } lane; count++) lanes.Load(lane);
            if (lanes.Tail is { AllTaken: true }) lanes.Tail = null;
        }
        LoadNext();
        if (count == WarmUpBatch && !_loading) self.Tell(WarmUpMore.Instance);
    }

    /// <summary>
    /// Entities that nobody has asked for and that a checkpoint could not read back are met as if somebody had, so that they are told of.
    /// </summary>
    public void LookAt(IReadOnlyList<PendingTail> tails)
    {
        foreach (var tail in tails)
        {
            foreach (var key in tail.Unreadable)
            {
                if (!group.Budget.HasRoom) break;
                var lanes = entities[tail.Type!.Index]!;
                var lane = lanes.GetOrAdd(key);
                if (lane.Status == LaneStatus.Cold) lanes.Load(lane);
            }
        }
        LoadNext();
    }

    /// <summary>A lane's state can't be read back.</summary>
    public void OnUnreadable(EntityLane lane, UnreadableStateException reason)
    {
        failures.Block(new HandledKey(lane.Type, lane.Key), lane.Type, $"{reason.Message}; the entity handles nothing until that is mended");
        HandlingLog.StateUnreadable(log, reason, group.Name, shard, reason.Message);
        lane.FailQueries(reason);
        lane.GiveUpVisits();
    }

    private void Take(EntityLanes lanes, List<EntityLane> wanted, IReadOnlyList<StoredState> rows)
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
            if (lanes.Changed(lane)) checkpointer.Changed();
        }
        if (!lanes.TryRest(lane)) runs.Offer(lane);
    }

    /// <summary>To the shard: states that were read by key.</summary>
    internal sealed record StatesLoaded(EntityLanes Lanes, List<EntityLane> Wanted, IReadOnlyList<StoredState> Rows) : INoSerializationVerificationNeeded;

    /// <summary>To the shard: states that could not be read.</summary>
    internal sealed record LoadFailed(EntityLanes Lanes, List<EntityLane> Wanted, Exception Cause) : INoSerializationVerificationNeeded;

    /// <summary>To the shard: time to read again what could not be read.</summary>
    internal sealed class LoadAgain
    {
        public static readonly LoadAgain Instance = new();
    }

    /// <summary>To the shard: more of the tail is to be restored.</summary>
    internal sealed class WarmUpMore
    {
        public static readonly WarmUpMore Instance = new();
    }
}
