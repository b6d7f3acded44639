using System.Collections;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>Deliveries that a batch handler is called with together, oldest first. While it is there, all of its keys' others wait.</summary>
internal sealed class FormedBatch : IReadOnlyList<EventDelivery>
{
    private readonly List<EventDelivery> _deliveries = [];

    public int Count => _deliveries.Count;

    public EventDelivery this[int index] => _deliveries[index];

    public void Add(EventDelivery delivery) => _deliveries.Add(delivery);

    public IEnumerator<EventDelivery> GetEnumerator() => _deliveries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
