using System.Collections;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>
/// A list to be filled once and walked over, of any length: it grows by arrays of one size, without copies and without large objects.
/// </summary>
internal sealed class Chunks<T> : IEnumerable<T>
{
    private const int Size = 1024;

    private readonly List<T[]> _chunks = [];
    private int _count;

    public void Add(T item)
    {
        if (_count == _chunks.Count * Size) _chunks.Add(new T[Size]);
        _chunks[^1][_count++ % Size] = item;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < _count; i++) yield return _chunks[i / Size][i % Size];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
