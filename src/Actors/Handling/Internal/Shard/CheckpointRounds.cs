using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// A shard's checkpoints, one after another: its turn at writing one, the states that change until it begins, its snapshot, and what is told
/// when it fails. Used on the shard's turn only.
/// </summary>
internal sealed class CheckpointRounds(
    GroupContext group, int shard, IActorRef self, ILogger log, IReadOnlyList<EntityLanes> entities, Checkpointer checkpointer, CancellationToken stop)
{
    private readonly ShardProblem _problem = ShardProblem.Checkpoints(shard);
    private readonly Turn _turn = new(group.Checkpoints, stop);
    private long _began;
    private long _sequenceNr;

    /// <summary>One is under way, or is to come: it will make room in memory.</summary>
    public bool IsComing => checkpointer.Running || _turn.IsWanted;

    public void OnRecovered(ShardRecovered recovered)
    {
        // What a former incarnation could not do is another one's matter.
        group.Problems.Settle(_problem);
        _sequenceNr = recovered.SequenceNr;
        checkpointer.Grew(recovered.Tail.Events, recovered.Tail.Bytes);
    }

    /// <summary>A batch is durable, with so many state events.</summary>
    public void OnCommitted(BatchCommitted committed, int events)
    {
        _sequenceNr = committed.SequenceNr;
        checkpointer.Grew(events, committed.Bytes);
    }

    /// <summary>Begins one if it is due and may be.</summary>
    /// <param name="committer">The shard's committer.</param>
    /// <param name="takeover">While it sweeps none begins.</param>
    /// <param name="committing">A batch is on its way: the states must be those of the last committed one.</param>
    public void WhenDue(IActorRef committer, Takeover takeover, bool committing)
    {
        if (checkpointer.Running) return;
        if (!IsDue || takeover.IsSweeping)
        {
            _turn.End();
            return;
        }
        if (!_turn.IsWanted && _turn.Ask() is { IsCompleted: false } turn)
            turn.PipeTo(self, success: () => CheckpointNow.Instance, failure: _ => CheckpointNow.Instance);
        if (_turn.IsMine && !committing) Begin(committer, takeover);
    }

    private bool IsDue => checkpointer.IsDue(group.Budget.ResidentOver ? entities.Sum(lanes => lanes.Count) : null);

    private void Begin(IActorRef committer, Takeover takeover)
    {
        var checkpoint = checkpointer.Begin(entities, PendingTails(takeover));
        _began = group.Time.GetTimestamp();
        var through = _sequenceNr;
        committer.Tell(new CheckpointBegun(through), self);
        Task.Run(() => checkpoint.Write(group, shard, stop))
            .PipeTo(self, success: () => new CheckpointDone(through, checkpoint, null), failure: e => new CheckpointDone(through, checkpoint, e));
    }

    /// <summary>The changed states are stored, or aren't. False in the second case: it has ended.</summary>
    public bool OnDone(CheckpointDone done, IActorRef committer, Takeover takeover)
    {
        if (done.Failure is not null)
        {
            HandlingLog.CheckpointNotWritten(
                log, Reason.Stack(log, done.Failure), group.Name, shard, done.SequenceNr, group.OfStore(done.Failure));
            checkpointer.End(written: false);
            _turn.End();
            group.Problems.Report(_problem, ProblemCause.CheckpointFails, $"shard {shard} can't write its checkpoint, and its journal grows: {group.OfStore(done.Failure)}");
            return false;
        }
        foreach (var lanes in entities) lanes.TailStored();
        takeover.UnclaimedStored();
        committer.Tell(new CheckpointWritten(done.SequenceNr), self);
        foreach (var state in done.Checkpoint.Unencodable)
            HandlingLog.StateNotEncodable(
                log, state.Reason, group.Name, state.Type.Name, Topics.KeyText.ToText(state.Key), Reason.Message(state.Reason));
        return true;
    }

    /// <summary>The snapshot is saved, or isn't.</summary>
    public void OnEnded(CheckpointEnded ended)
    {
        if (ended.Failure is not null)
            HandlingLog.SnapshotNotSaved(
                log, Reason.Stack(log, ended.Failure), group.Name, shard, ended.SequenceNr, group.OfStore(ended.Failure));
        else
            group.Problems.Settle(_problem);
        checkpointer.End(written: ended.Failure is null);
        _turn.End();
        group.Metrics.Checkpointed(group.Time.GetElapsedTime(_began));
    }

    /// <summary>The shard ends.</summary>
    public void End()
    {
        checkpointer.Clear();
        _turn.End();
    }

    private List<PendingTail> PendingTails(Takeover takeover)
    {
        var tails = new List<PendingTail>();
        foreach (var lanes in entities)
            if (lanes.Tail is { AllTaken: false } tail)
                tails.Add(new PendingTail(lanes.Type.Name, lanes.Type, tail, lanes.MayBeStored || lanes.HasUnreadable));
        foreach (var (entity, tail) in takeover.Unclaimed) tails.Add(new PendingTail(entity, null, tail, true));
        return tails;
    }

    /// <summary>To the shard: the states of a checkpoint are stored, or why not.</summary>
    internal sealed record CheckpointDone(long SequenceNr, Checkpoint Checkpoint, Exception? Failure) : INoSerializationVerificationNeeded;

    /// <summary>To the shard: its turn at a checkpoint has come.</summary>
    internal sealed class CheckpointNow : IDeadLetterSuppression
    {
        public static readonly CheckpointNow Instance = new();
    }
}
