using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// What has finished, as batches to be committed one after another: while one is on its way the next ones gather. Not thread-safe; no I/O.
/// </summary>
/// <param name="maxBytes">
/// What a batch adds to the journal, about; one delivery may go beyond it. Far above what makes the wait for the disk cheap, and a row is
/// still a small thing to hold several copies of.
/// </param>
internal sealed class CommitBatches(int maxBytes = 1 << 20)
{
    private readonly Queue<DeliveryBatch> _full = new();
    private DeliveryBatch _gathering = [];
    private DeliveryBatch? _spare;
    private long _bytes;

    /// <summary>The batch that has been taken and not ended.</summary>
    public DeliveryBatch? UnderWay { get; private set; }

    public bool IsUnderWay => UnderWay is not null;

    /// <summary>All that has finished is durable.</summary>
    public bool IsEmpty => !IsUnderWay && _full.Count == 0 && _gathering.Count == 0;

    public void Add(EventDelivery finished)
    {
        if (_bytes >= maxBytes) BeginNext();
        _gathering.Add(finished);
        _bytes += finished.Effects.JournalBytes;
    }

    /// <summary>What has finished since the last batch; null when there is nothing, or while that one is on its way.</summary>
    public DeliveryBatch? Take()
    {
        if (IsUnderWay || (_full.Count == 0 && _gathering.Count == 0)) return null;
        if (_full.Count == 0) BeginNext();
        return UnderWay = _full.Dequeue();
    }

    /// <summary>The batch that was taken is durable, and of no more use to others.</summary>
    public void Ended()
    {
        UnderWay!.Clear();
        _spare = UnderWay;
        UnderWay = null;
    }

    private void BeginNext()
    {
        _full.Enqueue(_gathering);
        _gathering = _spare ?? [];
        _spare = null;
        _bytes = 0;
    }
}
