namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>Counts of times, in buckets that grow by a tenth: a quantile is right to that. Safe from any thread.</summary>
internal sealed class TimeBuckets
{
    private const double Smallest = 0.001, Growth = 1.1;
    private static readonly double LogGrowth = Math.Log(Growth);

    // Up to some hours.
    private readonly int[] _counts = new int[256];

    /// <param name="milliseconds">One time.</param>
    public void Add(double milliseconds)
    {
        var bucket = milliseconds <= Smallest ? 0 : (int)(Math.Log(milliseconds / Smallest) / LogGrowth) + 1;
        Interlocked.Increment(ref _counts[Math.Min(bucket, _counts.Length - 1)]);
    }

    /// <summary>The time, in milliseconds, that so large a part is not above; null where there is none.</summary>
    public double? At(double part)
    {
        long all = _counts.Sum(count => (long)count), seen = 0;
        if (all == 0) return null;
        for (var i = 0; i < _counts.Length; i++)
            if ((seen += _counts[i]) >= part * all)
                return Smallest * Math.Pow(Growth, i);
        return null;
    }
}
