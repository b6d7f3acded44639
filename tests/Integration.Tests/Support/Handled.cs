using System.Collections.Concurrent;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>What a handler has seen, each with the record's offset.</summary>
internal sealed class Handled<T>
{
    private readonly ConcurrentQueue<(long Offset, T Value)> _records = new();

    public int Count => _records.Count;

    public IReadOnlyList<(long Offset, T Value)> ByOffset => [.. _records.OrderBy(r => r.Offset)];

    public void Add(long offset, T value) => _records.Enqueue((offset, value));
}
