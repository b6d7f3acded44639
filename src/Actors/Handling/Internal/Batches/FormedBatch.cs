using System.Collections;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>Deliveries that a batch handler is called with together, oldest first. While it is there, all of its keys' others wait.</summary>
/// <param name="failures">How often it, or the batch that it is a half of, has failed as a whole.</param>
internal sealed class FormedBatch(int failures = 0) : IReadOnlyList<EventDelivery>
{
    private readonly List<EventDelivery> _deliveries = [];

    public int Failures { get; } = failures;

    public int Count => _deliveries.Count;

    public EventDelivery this[int index] => _deliveries[index];

    public void Add(EventDelivery delivery) => _deliveries.Add(delivery);

    public IEnumerator<EventDelivery> GetEnumerator() => _deliveries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
