using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>
/// Which events go together into the next batch: the oldest ones whose keys no other batch has. A key is in one batch at a time, with its
/// events in their order; what comes meanwhile waits. Not thread-safe; no I/O.
/// </summary>
/// <param name="size">The most events of one batch.</param>
internal sealed class BatchQueue(int size)
{
    // Some may be of keys that a batch has: that is looked at when their turn comes.
    private readonly PriorityQueue<EventDelivery, long> _waiting = new();
    private readonly PriorityQueue<FormedBatch, long> _again = new();
    private readonly Dictionary<byte[], Lane> _lanes = new(KeyComparer.Instance);

    /// <summary>Events that no batch has, but for those known to wait for their key.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>A batch waits that has been formed before.</summary>
    public bool HasAgain => _again.Count > 0;

    /// <summary>Keys that a batch has.</summary>
    public int Busy => _lanes.Count;

    public void Admit(EventDelivery delivery) => _waiting.Enqueue(delivery, delivery.Offset);

    /// <summary>The next batch; null when there is nothing for one.</summary>
    public FormedBatch? Next()
    {
        if (_again.TryDequeue(out var formed, out _)) return formed;
        FormedBatch? batch = null;
        while ((batch is null || batch.Count < size) && _waiting.TryDequeue(out var delivery, out _))
        {
            var lane = LaneOf(delivery);
            if (lane?.Batch is not null && lane.Batch != batch)
            {
                lane.Wait(delivery);
                continue;
            }
            (batch ??= new FormedBatch()).Add(delivery);
            lane?.Join(batch);
        }
        return batch;
    }

    /// <summary>A batch that was formed before is the next one's turn.</summary>
    public void Again(FormedBatch batch) => _again.Enqueue(batch, batch[0].Offset);

    /// <summary>An event is done with. When none of its key is left in its batch, those that waited for the key may go into the next.</summary>
    public void Ended(EventDelivery delivery)
    {
        if (!delivery.HasKey || !_lanes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(delivery.KeySpan, out var lane)) return;
        if (--lane.Count > 0) return;
        _lanes.Remove(lane.Key);
        while (lane.TakeWaiting() is { } next) Admit(next);
    }

    /// <summary>
    /// Two halves of a batch of several, neither of which waits for the other: a key's events stay together. Where it has only one key, the
    /// second half of its events waits for the first.
    /// </summary>
    public IReadOnlyList<FormedBatch> Split(FormedBatch batch)
    {
        var (first, second) = (new FormedBatch(), new FormedBatch());
        var planned = 0; // of the first, with all events of each of its keys
        foreach (var delivery in batch)
        {
            var lane = LaneOf(delivery);
            if (lane is null || lane.Batch == batch)
            {
                var count = lane?.Count ?? 1;
                var into = planned == 0 || planned + count <= batch.Count / 2 ? first : second;
                if (into == first) planned += count;
                if (lane is not null) lane.Batch = into;
                into.Add(delivery);
            }
            else
            {
                lane.Batch!.Add(delivery);
            }
        }
        return second.Count > 0 ? [first, second] : [FirstHalf(first)];
    }

    /// <summary>
    /// Those of a batch that have failed by themselves, each alone, and the others together. Where a key has some of both, or several that
    /// have failed, what comes after the first of them waits.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="left">Of it, what isn't done with.</param>
    /// <param name="failed">Which have failed.</param>
    public (FormedBatch? Others, IReadOnlyList<FormedBatch> Alone) Part(
        FormedBatch batch, IReadOnlyList<EventDelivery> left, Func<EventDelivery, bool> failed)
    {
        var (others, alone) = (new FormedBatch(), new List<FormedBatch>());
        foreach (var delivery in left)
        {
            var lane = LaneOf(delivery);
            if (failed(delivery) ? lane is null || lane.Batch == batch : lane is null || lane.Batch == batch || lane.Batch == others)
            {
                var into = others;
                if (failed(delivery)) alone.Add(into = new FormedBatch());
                into.Add(delivery);
                if (lane is not null) lane.Batch = into;
            }
            else
            {
                lane!.Leave(delivery);
            }
        }
        return (others.Count > 0 ? others : null, alone);
    }

    private FormedBatch FirstHalf(FormedBatch batch)
    {
        var half = new FormedBatch();
        foreach (var delivery in batch)
        {
            var lane = LaneOf(delivery)!;
            lane.Batch = half;
            if (half.Count < batch.Count / 2) half.Add(delivery);
            else lane.Leave(delivery);
        }
        return half;
    }

    /// <summary>The lane of the delivery's key, made when it has none; null for a record without a key.</summary>
    private Lane? LaneOf(EventDelivery delivery)
    {
        if (!delivery.HasKey) return null;
        if (_lanes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(delivery.KeySpan, out var known)) return known;
        var key = delivery.KeyBytes!;
        var lane = new Lane(key);
        _lanes.Add(key, lane);
        return lane;
    }

    /// <summary>One key that a batch has.</summary>
    private sealed class Lane(byte[] key)
    {
        private PriorityQueue<EventDelivery, long>? _waiting;

        public byte[] Key { get; } = key;

        public FormedBatch? Batch { get; set; }

        /// <summary>Events of the key in the batch that aren't done with.</summary>
        public int Count { get; set; }

        public void Join(FormedBatch batch)
        {
            Batch = batch;
            Count++;
        }

        public void Wait(EventDelivery delivery) => (_waiting ??= new PriorityQueue<EventDelivery, long>()).Enqueue(delivery, delivery.Offset);

        public void Leave(EventDelivery delivery)
        {
            Count--;
            // Waiting for the one before it is no time of its own.
            delivery.Started = 0;
            Wait(delivery);
        }

        public EventDelivery? TakeWaiting() => _waiting is not null && _waiting.TryDequeue(out var next, out _) ? next : null;
    }
}
