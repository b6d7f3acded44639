using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Deliveries of one assignment that have come home. They live as long as the traffic that needs them, so a steady stream makes no garbage
/// that a collection would have to carry along. Not thread-safe.
/// </summary>
internal sealed class DeliveryPool(SubscribedTopic route, PartitionAssignment source, int capacity)
{
    private DeliveryBatch _free = [];
    private int _unused;

    public int Count => _free.Count;

    /// <summary>A delivery without a record. Those that came last go first: they are likely in the processor's cache.</summary>
    public EventDelivery Take()
    {
        if (_free.Count == 0) return route.NewDelivery(source);
        var delivery = _free.TakeLast();
        if (_free.Count < _unused) _unused = _free.Count;
        return delivery;
    }

    public void Return(EventDelivery delivery)
    {
        if (_free.Count < capacity && delivery.Clear()) _free.Add(delivery);
    }

    /// <summary>Gives up what was not needed since the last trim.</summary>
    public void Trim()
    {
        // Those at the bottom have rested longest.
        _free.RemoveFirst(_unused);
        _unused = _free.Count;
        if (_free.Count == 0) _free = [];
    }
}
