using Akka.Actor;
using Akka.Events.Consuming.Internal;
using Akka.Events.Operating.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>Tickets of one partition's finished records, gathered until they are sent to its consumer together.</summary>
internal sealed class FinishedTickets
{
    private long[] _tickets = new long[64];
    private int _count;
    private long _bytes;

    public void Add(Delivery record)
    {
        if (_count == _tickets.Length) Array.Resize(ref _tickets, _count * 2);
        _tickets[_count++] = record.Ticket;
        _bytes += record.Size;
    }

    public void Send(PartitionSource source, IActorRef shard, GroupMetrics metrics)
    {
        if (_count == 0) return;
        metrics.RecordsFinished(_count);
        source.Consumer.Tell(new RecordsFinished(_tickets, _count, _bytes), shard);
        _tickets = new long[Math.Max(64, _count)];
        _count = 0;
        _bytes = 0;
    }
}
