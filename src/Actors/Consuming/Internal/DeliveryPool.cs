using Akka.Events.Handling.Internal;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// Deliveries of one assignment that have come home. They live as long as the traffic that needs them, so a steady stream makes no garbage
/// that a collection would have to carry along. Not thread-safe.
/// </summary>
internal sealed class DeliveryPool(TopicRoute route, PartitionSource source, int capacity)
{
    private Delivery[] _free = new Delivery[Math.Min(64, capacity)];
    private int _count;
    private int _unused;

    public int Count => _count;

    /// <summary>A delivery without a record. Those that came last go first: they are likely in the processor's cache.</summary>
    public Delivery Take()
    {
        if (_count == 0) return route.NewDelivery(source);
        var delivery = _free[--_count];
        _free[_count] = null!;
        if (_count < _unused) _unused = _count;
        return delivery;
    }

    public void Return(Delivery delivery)
    {
        if (_count == capacity || !delivery.Clear()) return;
        if (_count == _free.Length) Array.Resize(ref _free, Math.Min(_count * 2, capacity));
        _free[_count++] = delivery;
    }

    /// <summary>Gives up what was not needed since the last trim.</summary>
    public void Trim()
    {
        // Those at the bottom have rested longest.
        Array.Copy(_free, _unused, _free, 0, _count - _unused);
        Array.Clear(_free, _count - _unused, _unused);
        _count -= _unused;
        _unused = _count;
        if (_count == 0) _free = new Delivery[Math.Min(64, capacity)];
    }
}
