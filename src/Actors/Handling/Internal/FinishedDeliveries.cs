using Akka.Actor;
using Akka.Events.Consuming.Internal;
using Akka.Events.Operating.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>One partition's finished records, gathered until they go home to its consumer together.</summary>
internal sealed class FinishedDeliveries
{
    private Delivery[] _records = new Delivery[64];
    private int _count;

    public void Add(Delivery record)
    {
        if (_count == _records.Length) Array.Resize(ref _records, _count * 2);
        _records[_count++] = record;
    }

    public void Send(PartitionSource source, IActorRef shard, GroupMetrics metrics)
    {
        if (_count == 0) return;
        metrics.RecordsFinished(_count);
        source.Consumer.Tell(new RecordsFinished(_records, _count), shard);
        _records = new Delivery[Math.Max(64, _count)];
        _count = 0;
    }
}
