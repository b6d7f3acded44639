namespace Akka.Events.Handling.Internal;

/// <summary>
/// What has finished, as batches to be committed one after another: while one is on its way the next gathers. Two serve for all of
/// them. Not thread-safe; no I/O.
/// </summary>
internal sealed class CommitBatches
{
    private DeliveryBatch _finished = [];
    private DeliveryBatch? _spare = [];

    /// <summary>A batch has been taken and not ended.</summary>
    public bool IsUnderWay => _spare is null;

    public void Add(Delivery finished) => _finished.Add(finished);

    public void Add(DeliveryBatch finished) => _finished.AddAll(finished);

    /// <summary>All that has finished since the last batch; null when there is nothing, or while that one is on its way.</summary>
    public DeliveryBatch? Take()
    {
        if (_spare is not { } empty || _finished.Count == 0) return null;
        var batch = _finished;
        _finished = empty;
        _spare = null;
        return batch;
    }

    /// <summary>The batch that was taken is durable, and of no more use to others.</summary>
    public void Ended(DeliveryBatch batch)
    {
        batch.Clear();
        _spare = batch;
    }
}
