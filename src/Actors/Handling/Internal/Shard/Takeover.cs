using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// How a shard comes to what its last owner has left: its turn to recover, the journal's tail, and one sweep over the states of the last
/// checkpoint. Used on the shard's turn only.
/// </summary>
internal sealed class Takeover(GroupContext group, int shard, IActorRef self, ILogger log, IReadOnlyList<EntityLanes> entities, CancellationToken stop)
{
    /// <summary>Shards of this process that sweep at once: each holds a connection for as long as it takes the shard to take all in.</summary>
    private const int MaxSweeps = 4;

    private static readonly SemaphoreSlim SweepPlaces = new(MaxSweeps);

    private readonly Turn _recovery = new(group.Recoveries, stop);
    private readonly Turn _sweeping = new(SweepPlaces, stop);
    private CancellationTokenSource? _sweep;
    private bool _swept;

    /// <summary>What the journal's tail holds of entities that the group has no longer, until a checkpoint has stored it.</summary>
    public IReadOnlyList<(string Entity, EntityTail Tail)> Unclaimed { get; private set; } = [];

    /// <summary>
    /// A sweep brings rows that are as old as its beginning, or is about to: what comes on top of them has to stay, so no checkpoint begins.
    /// </summary>
    public bool IsSweeping => _sweeping.IsWanted;

    /// <summary>
    /// Asks for the turn to recover, which <see cref="RecoverNow"/> tells. Not before a partition has been assigned: recovering writes the
    /// journal, which tells a shard's owner to give way.
    /// </summary>
    public void Begin()
    {
        if (_recovery.IsWanted) return;
        _recovery.Ask().PipeTo(self, success: () => RecoverNow.Instance, failure: _ => RecoverNow.Instance);
    }

    public void OnRecovered(ShardRecovered recovered)
    {
        _recovery.End();
        foreach (var lanes in entities)
        {
            lanes.MayBeStored = recovered.StoredStates;
            lanes.Tail = recovered.Tail.Of(lanes.Type.Name);
            for (var key = 0; key < (lanes.Tail?.KeyCount ?? 0) && group.Keys.Problem is null; key++)
                group.Keys.Look(lanes.Tail!.KeyOf(key), shard, group);
        }
        Unclaimed = recovered.Tail.Except(entities.Select(lanes => lanes.Type.Name));
        foreach (var (entity, tail) in Unclaimed)
            HandlingLog.EventsUnclaimed(log, group.Name, shard, tail.KeyCount, entity);
        if (entities.Any(lanes => lanes.MayBeStored))
            _sweeping.Ask().PipeTo(self, success: () => SweepNow.Instance, failure: _ => SweepNow.Instance);
    }

    /// <summary>A checkpoint has stored what nobody has claimed.</summary>
    public void UnclaimedStored() => Unclaimed = [];

    /// <summary>
    /// Reads all stored states in the background, while there is room: one sweep is many times faster than reading them by key.
    /// </summary>
    public void Sweep()
    {
        foreach (var lanes in entities) lanes.BeginSweep();
        _sweep = CancellationTokenSource.CreateLinkedTokenSource(stop);
        StateSweep.Run(group.States, group.Name, shard, self, _sweep.Token)
            .PipeTo(self, success: () => new SweepEnded(null), failure: e => new SweepEnded(e));
    }

    /// <summary>Takes in a chunk of states. Gives the lanes that waited for theirs.</summary>
    public List<(EntityLanes Lanes, EntityLane Lane, StoredState Row)> OnSwept(SweptStates swept)
    {
        var waiting = new List<(EntityLanes, EntityLane, StoredState)>();
        foreach (var row in swept.Rows)
        {
            group.Keys.Look(row.Key, shard, group);
            foreach (var lanes in entities)
                if (lanes.Type.Name == row.Entity && lanes.Sweep(row) is { } lane)
                    waiting.Add((lanes, lane, row));
        }
        swept.Taken();
        // The rest is read by key, when it is asked for.
        if (entities.All(lanes => lanes.SweepMisses)) _sweep?.Cancel();
        return waiting;
    }

    public void OnSweepEnded(SweepEnded ended)
    {
        if (ended.Failure is not null and not OperationCanceledException)
            HandlingLog.SweepFailed(log, Reason.Stack(log, ended.Failure), group.Name, shard, group.OfStore(ended.Failure));
        _swept = ended.Failure is null;
        _sweep?.Dispose();
        _sweep = null;
        _sweeping.End();
    }

    /// <summary>
    /// Once after a whole sweep, when nothing is being read by key: the lanes whose state it did not bring, and which therefore have none
    /// stored. A lane that waits for its own reading was passed over by the sweep: that its state is stored must be known until then.
    /// </summary>
    public List<(EntityLanes Lanes, EntityLane Lane)> TakeUnstored(bool loading)
    {
        if (!_swept || loading || entities.Any(lanes => lanes.HasToLoad)) return [];
        _swept = false;
        return [.. entities.SelectMany(lanes => lanes.EndSweep().Select(lane => (lanes, lane)))];
    }

    /// <summary>The shard ends.</summary>
    public void End()
    {
        _recovery.End();
        _sweeping.End();
    }

    /// <summary>To the shard: its turn to recover has come.</summary>
    internal sealed class RecoverNow : IDeadLetterSuppression
    {
        public static readonly RecoverNow Instance = new();
    }

    /// <summary>To the shard: its turn to sweep has come.</summary>
    internal sealed class SweepNow : IDeadLetterSuppression
    {
        public static readonly SweepNow Instance = new();
    }
}
