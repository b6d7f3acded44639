namespace Akka.Events.Handling.Internal.Failures;

/// <summary>When a failed event is tried again, and when its policy takes over. Pure: time and chance come from outside.</summary>
internal readonly record struct RetrySchedule(TimeSpan MinBackoff, TimeSpan MaxBackoff, TimeSpan Timeout, FailureMode OnFailure)
{
    private const double Jitter = 0.2;

    public static RetrySchedule Of(HandlerOptions options) => new(options.MinBackoff, options.MaxBackoff, options.Timeout, options.OnFailure);

    /// <summary>The wait before the next attempt; null when the event is to be given up.</summary>
    /// <param name="attempts">Attempts that have failed so far, at least 1.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    /// <param name="random">Between 0 and 1.</param>
    public TimeSpan? Next(int attempts, TimeSpan elapsed, double random)
    {
        var doubled = MinBackoff.Ticks * Math.Pow(2, Math.Min(attempts - 1, 40));
        var wait = TimeSpan.FromTicks((long)(Math.Min(doubled, MaxBackoff.Ticks) * (1 + Jitter * (2 * random - 1))));
        if (OnFailure == FailureMode.Block || elapsed + wait < Timeout) return wait;
        return null;
    }
}
