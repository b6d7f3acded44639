using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

// How the shard comes to what its last owner has left: the journal's tail, and the states of the last checkpoint.
internal sealed partial class HandlerShard
{
    private const int WarmUpBatch = 500;

    // Not before a partition has been assigned: recovering writes the journal, which tells a shard's owner to give way.
    private void BeginRecovery()
    {
        if (_recovery.IsWanted) return;
        if (_recovery.Ask() is { IsCompleted: false } turn)
            turn.PipeTo(Self, success: () => RecoverNow.Instance, failure: _ => RecoverNow.Instance);
        else Recover();
    }

    private void Recover()
    {
        _committer = Context.ActorOf(_group.Durability.Committer(_shard), "committer");
        Context.Watch(_committer);
    }

    private void OnRecovered(ShardRecovered recovered)
    {
        _recovery.End();
        // What a former incarnation could not do is another one's matter.
        _group.Problems.Settle(ShardProblem.Journal(_shard));
        _group.Problems.Settle(_statesProblem);
        _group.Problems.Settle(_checkpointProblem);
        _sequenceNr = recovered.SequenceNr;
        foreach (var lanes in _lanes)
        {
            lanes.MayBeStored = recovered.StoredStates;
            lanes.Tail = recovered.Tail.Of(lanes.Type.Name);
        }
        _unclaimed = recovered.Tail.Except(_lanes.Select(lanes => lanes.Type.Name));
        foreach (var (entity, tail) in _unclaimed) TellUnclaimed(entity, tail);
        _checkpointer.Grew(recovered.Tail.Events, recovered.Tail.Bytes);
        _partitions.Recovered(recovered.Finished);
        while (_queries.TryDequeue(out var waiting)) OnQuery(waiting.Query, waiting.Asker);
        BeginSweep();
    }

    private void TellUnclaimed(string entity, EntityTail tail) =>
        _log.LogWarning(
            "Group {Group}, shard {Shard}: the journal has events of {Count} keys of '{Entity}', which the group has no longer; they are kept",
            _group.Name, _shard, tail.KeyCount, entity);

    /// <summary>
    /// Reads all stored states in the background, while there is room: one sweep is many times faster than reading them by key.
    /// </summary>
    private void BeginSweep()
    {
        if (!_lanes.Any(lanes => lanes.MayBeStored)) return;
        foreach (var lanes in _lanes) lanes.BeginSweep();
        _sweep = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        StateSweep.Run(_group.States, _group.Name, _shard, Self, _sweep.Token)
            .PipeTo(Self, success: () => new SweepEnded(null), failure: e => new SweepEnded(e));
    }

    private void OnSwept(SweptStates swept)
    {
        foreach (var row in swept.Rows)
        {
            if (_group.Entity(row.Entity) is not { } type) continue;
            var lanes = _entities[type.Index]!;
            if (lanes.Sweep(row) is { } lane) Materialize(lanes, lane, row);
        }
        swept.Taken();
        // The rest is read by key, when it is asked for.
        if (_lanes.All(lanes => lanes.SweepMisses)) _sweep?.Cancel();
    }

    private void OnSweepEnded(SweepEnded ended)
    {
        if (ended.Failure is not null and not OperationCanceledException)
            _log.LogWarning(
                ended.Failure, "Group {Group}, shard {Shard}: the stored states could not be read in one sweep; they are read by key", _group.Name, _shard);
        _swept = ended.Failure is null;
        _sweep?.Dispose();
        _sweep = null;
        EndSweep();
        WarmUp();
    }

    // A lane that waits for its own reading was passed over by the sweep: that its state is stored must be known until it has been read.
    private void EndSweep()
    {
        if (!_swept || _loading || _lanes.Any(lanes => lanes.HasToLoad)) return;
        _swept = false;
        foreach (var lanes in _lanes)
            foreach (var lane in lanes.EndSweep())
                Materialize(lanes, lane, null);
    }

    /// <summary>
    /// Restores the states that the journal's tail changed and that no sweep brings, while there is room. Few at a time: what is asked for
    /// comes in between.
    /// </summary>
    private void WarmUp()
    {
        if (_sweep is not null || _loading) return;
        var count = 0;
        foreach (var lanes in _lanes)
        {
            for (; count < WarmUpBatch && lanes.NextOfTail() is { } lane; count++) lanes.Load(lane);
            if (lanes.Tail is { AllTaken: true }) lanes.Tail = null;
        }
        LoadNext();
        if (count == WarmUpBatch && !_loading) Self.Tell(WarmUpMore.Instance);
    }

    private sealed class RecoverNow : IDeadLetterSuppression
    {
        public static readonly RecoverNow Instance = new();
    }

    private sealed class WarmUpMore
    {
        public static readonly WarmUpMore Instance = new();
    }
}
