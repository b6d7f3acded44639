using Akka.Actor;
using Akka.Event;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Transactions;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// The committer of a shard whose handlers run in database transactions. What those have finished is durable when it comes here; it moves
/// the watermarks behind them, so that the store stays small, and keeps what others have finished.
/// </summary>
internal sealed class TransactionCommitter : UntypedActor, IWithTimers
{
    /// <summary>Records finished above the watermarks that may gather in the store before these are moved.</summary>
    private const int MaxAbove = 1000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly string _group;
    private readonly CommittedPartition _partition;
    private readonly ITransactionStore _store;
    private readonly HandledIds _ids;
    private readonly FinishedRecords _finished = new();
    private readonly List<FinishedRow> _above = []; // finished without a transaction since the last settlement
    private readonly CancellationTokenSource _stop = new();
    private PartitionOwner? _owner;
    private long _start;
    private int _since; // records since the last settlement
    private bool _batchWaits; // for the next settlement
    private bool _settling;

    public TransactionCommitter(string group, CommittedPartition partition, ITransactionStore store, HandledIds ids)
    {
        (_group, _partition, _store, _ids) = (group, partition, store, ids);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _store.Claim(_group, _partition.Topic, _partition.Partition, _partition.Handlers, _stop.Token)
            .PipeTo(Self, success: claim => claim, failure: e => new Failed(e));
    }

    protected override void PostStop()
    {
        _ = _stop.CancelAsync();
        _owner?.End();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PartitionClaim claim:
                Own(claim);
                break;
            case Failed failed:
                GiveUp($"can't be taken over: {failed.Cause.Message}");
                break;
            case Lost lost:
                GiveUp(lost.Cause.Message);
                break;
            case CommitBatch commit:
                Commit(commit.Effects);
                break;
            case Settled settled:
                OnSettled(settled);
                break;
            case SettleNow:
                Settle();
                break;
            case RemoveIds:
                _ = _ids.Remove(_stop.Token);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Own(PartitionClaim claim)
    {
        var self = Self;
        foreach (var (name, handler) in claim.Handlers)
            if (handler.Finished is { } finished)
                _finished.Set(new HandledTopic(_partition.Topic, name), finished);
        _owner = new PartitionOwner(_store, claim, cause => self.Tell(new Lost(cause), ActorRefs.NoSender));
        // Beside the events: each of the group's partitions looks, and what has been done lately isn't done again.
        Timers.StartPeriodicTimer(RemoveIds.Instance, RemoveIds.Instance, TimeSpan.Zero, HandledIds.RemovalInterval);
        Context.Parent.Tell(new ShardRecovered(_finished.Copy(), StoredStates: false, SequenceNr: 0, new JournalTail()) { Owner = _owner });
    }

    // The shard ends with its committer, and recovers what is there.
    private void GiveUp(string what)
    {
        Context.Parent.Tell(new CommitterTrouble(what, "database"));
        Context.Stop(Self);
    }

    private void Commit(IReadOnlyList<Effects> batch)
    {
        foreach (var effects in batch)
        {
            _start = effects.Start;
            _finished.Add(effects.Handled, effects.Start, effects.First, effects.Offset + 1);
            if (!effects.IsStored) _above.Add(TransactionDurability.Row(_owner!, effects));
        }
        _since += batch.Count;
        if (_above.Count > 0)
        {
            _batchWaits = true;
            Settle();
            return;
        }
        Context.Parent.Tell(new BatchCommitted(0, 0));
        if (_since >= MaxAbove) Settle();
        else if (!Timers.IsTimerActive(SettleNow.Instance)) Timers.StartSingleTimer(SettleNow.Instance, SettleNow.Instance, MaxAge);
    }

    private void Settle()
    {
        if (_settling || _since == 0) return;
        _settling = true;
        _since = 0;
        Timers.Cancel(SettleNow.Instance);
        var watermarks = new Dictionary<long, long>();
        foreach (var (name, handler) in _owner!.Claim.Handlers)
            if (_finished.Of(_partition.Topic, name) is { } finished)
                watermarks.Add(handler.Consumer, finished.Watermark);
        FinishedRow[] above = [.. _above.Where(row => row.Offset >= watermarks[row.Consumer])];
        _above.Clear();
        var settled = new Settled(_batchWaits);
        _batchWaits = false;
        // Its failure comes as a loss.
        _owner.Settle(_start, watermarks, above).PipeTo(Self, success: () => settled, failure: e => new Lost(e));
    }

    private void OnSettled(Settled settled)
    {
        _settling = false;
        if (settled.Batch) Context.Parent.Tell(new BatchCommitted(0, 0));
        if (_batchWaits || _since >= MaxAbove) Settle();
        else if (_since > 0) Timers.StartSingleTimer(SettleNow.Instance, SettleNow.Instance, MaxAge);
    }

    /// <summary>The watermarks are moved.</summary>
    /// <param name="Batch">A batch has waited for it.</param>
    private sealed record Settled(bool Batch) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Lost(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class RemoveIds
    {
        public static readonly RemoveIds Instance = new();
    }

    private sealed class SettleNow
    {
        public static readonly SettleNow Instance = new();
    }
}
