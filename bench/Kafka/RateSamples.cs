namespace Akka.Events.Bench.Kafka;

/// <summary>Finished records over time, to see how long a process takes to come back to its steady rate.</summary>
internal sealed class RateSamples
{
    private const double Enough = 0.8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    // Below this much work the process ends before a steady rate could be told.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(4);

    private readonly List<(TimeSpan At, long Finished)> _samples = [];

    /// <summary>Takes samples until it is cancelled; times count from a timestamp of the system's time provider.</summary>
    public async Task Take(long from, Func<long> finished, CancellationToken until)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(until)) _samples.Add((TimeProvider.System.GetElapsedTime(from), finished()));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>
    /// When half a second's rate was first 80 % of the steady rate, which is that of the work's second half; null where there was too
    /// little.
    /// </summary>
    public TimeSpan? Back()
    {
        if (_samples.Count == 0) return null;
        var last = _samples[^1].Finished;
        var working = _samples.Where(s => s.Finished > 0 && s.Finished < last).ToList();
        if (working.Count < Shortest / Interval) return null;
        var steady = Rate(working[working.Count / 2], working[^1]);
        var window = (int)(Window / Interval);
        for (var i = window; i < _samples.Count; i++)
            if (Rate(_samples[i - window], _samples[i]) >= Enough * steady)
                return _samples[i].At;
        return null;
    }

    private static double Rate((TimeSpan At, long Finished) a, (TimeSpan At, long Finished) b) =>
        (b.Finished - a.Finished) / (b.At - a.At).TotalSeconds;
}
