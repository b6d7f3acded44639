namespace Flights.Supervising;

/// <summary>A speed over the last two seconds.</summary>
internal sealed class Rate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly Queue<(long At, long Count)> _samples = [];

    /// <summary>Units a second, given how many there are by now. A count that went back starts anew.</summary>
    public double Sample(long count)
    {
        var now = time.GetTimestamp();
        if (_samples.TryPeek(out var first) && first.Count > count) _samples.Clear();
        _samples.Enqueue((now, count));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > Window) _samples.Dequeue();
        var (at, from) = _samples.Peek();
        var seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? (count - from) / seconds : 0;
    }
}
