using Akka.Actor;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The partitions assigned to a shard: which wait for its recovery, which are open, how much of each is under way, and what has finished
/// and goes home to its consumer. Used on the shard's turn only.
/// </summary>
internal sealed class ShardPartitions(GroupContext group, IActorRef self, ILogger log)
{
    private readonly List<OpenPartition> _waiting = [];
    private readonly Dictionary<PartitionAssignment, Open> _open = [];
    private readonly HashSet<(string Topic, int Partition)> _everOpen = [];
    private readonly List<Open> _unsent = []; // with finished records that have not gone home
    private List<(HandledTopic, long)> _begun = [];
    private FinishedRecords? _recovered;
    private Open? _latest; // where the last finished record belongs

    /// <summary>No partition is here: the shard has nothing to do.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _open.Count == 0;

    /// <summary>The shard has recovered.</summary>
    public bool HaveRecovered => _recovered is not null;

    public bool IsOpen(PartitionAssignment assignment) => _open.ContainsKey(assignment);

    /// <summary>
    /// Opens a partition, or has it wait for the recovery. False when the shard has had it open before: what was finished since its recovery
    /// is known to the committer alone, so the shard has to recover anew.
    /// </summary>
    public bool TryOpen(OpenPartition open)
    {
        // It was given up meanwhile.
        if (open.Source.Stopped.IsCancellationRequested) return true;
        if (_recovered is null)
        {
            _waiting.Add(open);
            return true;
        }
        if (!_everOpen.Add((open.Route.Name, open.Source.Partition))) return false;
        _open.Add(open.Source, new Open(open.Source, open.Route));
        long? resume = null, others = null;
        long above = -1;
        var behind = long.MaxValue; // the least of those that began at the log's beginning
        foreach (var handler in group.HandlersOf[open.Route.Index])
        {
            if (_recovered.Of(open.Route.JournalName, handler.Name) is not { } offsets) continue;
            resume = Math.Min(resume ?? long.MaxValue, offsets.Watermark);
            above = Math.Max(above, offsets.End);
            if (handler.Options.StartsFrom == HandlerStart.Beginning) behind = Math.Min(behind, offsets.Watermark);
            else others = Math.Min(others ?? long.MaxValue, offsets.Watermark);
        }
        open.Source.FinishedBelow = above;
        var anew = resume is { } begin && TellOfNew(open, begin);
        var opened = new PartitionOpened(open.Source, self, anew ? null : resume)
        {
            FromBeginning = anew,
            CatchUp = anew ? others ?? resume : behind < others ? others : null,
        };
        open.Source.Consumer.Tell(opened, self);
        return true;
    }

    // True when one begins at the log's beginning. Of a retry topic it has nothing there.
    private bool TellOfNew(OpenPartition open, long begin)
    {
        var anew = false;
        foreach (var handler in group.HandlersOf[open.Route.Index])
        {
            if (_recovered!.Of(open.Route.JournalName, handler.Name) is not null) continue;
            var beginning = open.Route.Origin is null && handler.Options.StartsFrom == HandlerStart.Beginning;
            anew |= beginning;
            if (!group.IsNew(handler, open.Route)) continue;
            if (beginning) HandlingLog.HandlerFromBeginning(log, group.Name, handler.Name, open.Route.Name, open.Source.Partition, begin);
            else HandlingLog.HandlerNew(log, group.Name, handler.Name, open.Route.Name, open.Source.Partition, begin);
        }
        return anew;
    }

    /// <summary>The shard has recovered: what waited is opened.</summary>
    public void Recovered(FinishedRecords finished)
    {
        _recovered = finished;
        foreach (var open in _waiting) TryOpen(open);
        _waiting.Clear();
    }

    /// <summary>Closes a partition. False when some of it is under way, which the shard can't take back.</summary>
    public bool TryClose(PartitionAssignment assignment)
    {
        _waiting.RemoveAll(open => open.Source == assignment);
        if (!_open.Remove(assignment, out var open)) return true;
        _latest = null;
        return open.UnderWay == 0;
    }

    /// <summary>A batch of records has come.</summary>
    public void Taken(PartitionAssignment assignment, int records)
    {
        var open = _open[assignment];
        open.UnderWay += records;
        if (open.HasBegun) return;
        open.HasBegun = true;
        foreach (var handler in group.HandlersOf[open.Route.Index])
            if (_recovered!.Of(open.Route.JournalName, handler.Name) is null)
                _begun.Add((new HandledTopic(open.Route.JournalName, handler.Name), assignment.Start));
    }

    /// <summary>Handlers that have begun with a topic, and that the journal doesn't know there yet; each is given once.</summary>
    public IReadOnlyList<(HandledTopic Handled, long Start)> TakeBegun()
    {
        if (_begun.Count == 0) return [];
        var begun = _begun;
        _begun = [];
        return begun;
    }

    /// <summary>How much of a record its handler had finished before this shard's recovery.</summary>
    public FinishedSpan FinishedBefore(EventDelivery delivery)
    {
        if (delivery.Effects.Offset >= delivery.Source.FinishedBelow) return FinishedSpan.Nothing;
        if (_recovered!.Of(delivery.Route.JournalName, delivery.Handler.Name) is not { } finished || !finished.Contains(delivery.Effects.Offset))
            return FinishedSpan.Nothing;
        return finished.Contains(delivery.Effects.First, delivery.Effects.Offset) ? FinishedSpan.All : FinishedSpan.RecordOnly;
    }

    /// <summary>A handler has finished its part of a record, durably.</summary>
    public void Acknowledge(EventDelivery delivery)
    {
        var record = delivery.Primary!;
        if (--record.HandlersLeft > 0) return;
        if (_latest is not { } open || open.Source != record.Source)
        {
            if (!_open.TryGetValue(record.Source, out open)) return;
            _latest = open;
        }
        if (open.Finished.Count == 0) _unsent.Add(open);
        open.Finished.Add(record);
    }

    /// <summary>Sends home what has finished.</summary>
    public void SendFinished()
    {
        foreach (var open in _unsent)
        {
            var batch = open.Finished;
            open.UnderWay -= batch.Count;
            group.Metrics.RecordsFinished(batch.Count);
            open.Source.Consumer.Tell(new BatchFinished(open.Source, batch), self);
            open.Finished = new DeliveryBatch(batch.Count);
        }
        _unsent.Clear();
    }

    private sealed class Open(PartitionAssignment source, SubscribedTopic route)
    {
        public PartitionAssignment Source { get; } = source;

        public SubscribedTopic Route { get; } = route;

        public bool HasBegun;

        /// <summary>Records taken that have not gone home.</summary>
        public int UnderWay;

        public DeliveryBatch Finished = [];
    }
}
