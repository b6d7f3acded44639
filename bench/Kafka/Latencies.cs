namespace Akka.Events.Bench.Kafka;

/// <summary>Times from an event's creation to its durable effect. <see cref="Add"/> from any thread.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly long[] _microseconds = new long[capacity];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(long microseconds)
    {
        var place = Interlocked.Increment(ref _count) - 1;
        if (place < _microseconds.Length) _microseconds[place] = microseconds;
    }

    public void Report(WorkloadResult result)
    {
        var sorted = _microseconds.AsSpan(0, Math.Min(_count, _microseconds.Length)).ToArray();
        if (sorted.Length == 0) return;
        Array.Sort(sorted);
        foreach (var (name, share) in new[] { ("p50_ms", 0.5), ("p99_ms", 0.99), ("p999_ms", 0.999), ("max_ms", 1.0) })
            result.Set(name, Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] / 1000.0, 2));
    }
}
