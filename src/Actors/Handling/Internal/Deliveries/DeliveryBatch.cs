using System.Collections;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>Deliveries that travel together. It belongs to whoever has it in hand, as they do. Not thread-safe.</summary>
internal sealed class DeliveryBatch(int capacity) : IEnumerable<EventDelivery>
{
    private Entry[] _items = new Entry[capacity];
    private EffectsOf? _effects;

    public DeliveryBatch()
        : this(64)
    {
    }

    public int Count { get; private set; }

    /// <summary>What each of them leaves behind, as committers see it.</summary>
    public IReadOnlyList<Effects> Effects => _effects ??= new EffectsOf(this);

    public EventDelivery this[int index] => _items.AsSpan(0, Count)[index].Delivery;

    public void Add(EventDelivery delivery)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(64, Count * 2));
        _items[Count++].Delivery = delivery;
    }

    /// <summary>Takes the last one out, which must be there.</summary>
    public EventDelivery TakeLast()
    {
        var delivery = _items[--Count].Delivery;
        _items[Count].Delivery = null!;
        return delivery;
    }

    /// <summary>Takes the first ones out.</summary>
    public void RemoveFirst(int count)
    {
        Array.Copy(_items, count, _items, 0, Count - count);
        Array.Clear(_items, Count - count, count);
        Count -= count;
    }

    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<EventDelivery> IEnumerable<EventDelivery>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // What is written into an array of a class that has heirs is checked for its type each time; a struct around it is not.
    private struct Entry
    {
        public EventDelivery Delivery;
    }

    private sealed class EffectsOf(DeliveryBatch batch) : IReadOnlyList<Effects>
    {
        public int Count => batch.Count;

        public Effects this[int index] => batch[index].Effects;

        public IEnumerator<Effects> GetEnumerator()
        {
            foreach (var delivery in batch) yield return delivery.Effects;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    internal struct Enumerator(DeliveryBatch batch) : IEnumerator<EventDelivery>
    {
        private int _next;

        public readonly EventDelivery Current => batch._items[_next - 1].Delivery;

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_next <= batch.Count;

        public void Reset() => _next = 0;

        public readonly void Dispose()
        {
        }
    }
}
