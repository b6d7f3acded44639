using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// Keeps a shard's part of the group's memory within its limits: which entities go to rest or lose their place, and which records wait
/// until there is room. Used on the shard's turn only.
/// </summary>
internal sealed class ShardMemory(GroupContext group, EntityLanes[] entities, EntityRuns runs, CheckpointRounds checkpoints)
{
    private const int EvictSteps = 16_384;

    private readonly Queue<DeliverBatch> _held = new();
    private readonly Func<bool> _tooManyAwake = () => group.Budget.ActiveOver;
    private long _passivated = group.Time.GetTimestamp();

    // Far above its limits, memory is first made free by the checkpoint that is under way, or is to come; the partition's reading stops at
    // what is outstanding then.
    private bool ComesFirst => group.Budget.FarOver && checkpoints.IsComing;

    /// <summary>New records have to wait for room, or behind those that do.</summary>
    public bool HasToHold => _held.Count > 0 || ComesFirst;

    public void Hold(DeliverBatch deliveries) => _held.Enqueue(deliveries);

    /// <summary>The next records that have waited, when there is room for them; else null.</summary>
    public DeliverBatch? TakeHeld() => _held.Count > 0 && !ComesFirst ? _held.Dequeue() : null;

    /// <param name="woken">How many entities may have woken since.</param>
    public void KeepWithin(int woken)
    {
        if (group.Budget.ActiveOver) PassivateSome(woken * 2 + 64);
        if (group.Budget.ResidentOver) Evict(EvictSteps);
    }

    /// <summary>Lays down what has had nothing to do for long.</summary>
    public void Housekeep()
    {
        KeepWithin(EvictSteps);
        if (group.Time.GetElapsedTime(_passivated) < group.Options.Memory.PassivateAfter) return;
        _passivated = group.Time.GetTimestamp();
        foreach (var lanes in entities) Passivate(lanes, lanes.AwakeCount, 1, static () => true);
    }

    /// <summary>A checkpoint has stored what had changed: it may give way.</summary>
    public void OnCheckpoint()
    {
        foreach (var lanes in entities) lanes.ForgetDeleted();
        Evict(int.MaxValue);
    }

    private void PassivateSome(int steps)
    {
        foreach (var lanes in entities)
        {
            var (seen, used) = Passivate(lanes, steps, 2, _tooManyAwake);
            if (seen > 0) group.Budget.ActiveLimit.Seen(seen, used);
        }
    }

    private (int Seen, int Used) Passivate(EntityLanes lanes, int steps, int runsToStay, Func<bool> wanted) =>
        lanes.Passivate(steps, runsToStay, wanted, actor => runs.Stop(lanes, actor));

    private void Evict(int steps)
    {
        foreach (var lanes in entities) lanes.Evict(steps);
    }
}
