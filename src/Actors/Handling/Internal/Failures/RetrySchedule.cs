namespace Akka.Events.Handling.Internal.Failures;

/// <summary>When a failed event is tried again, and when its policy takes over. Pure: time and chance come from outside.</summary>
internal readonly record struct RetrySchedule(TimeSpan MinBackoff, TimeSpan MaxBackoff, TimeSpan Timeout, FailureMode OnFailure)
{
    public static RetrySchedule Of(HandlerOptions options) => new(options.MinBackoff, options.MaxBackoff, options.Timeout, options.OnFailure);

    /// <summary>The wait in the retry topic before an attempt out of it.</summary>
    /// <param name="options">The handler's.</param>
    /// <param name="retry">The attempt's number, from 1 on.</param>
    /// <param name="random">Between 0 and 1.</param>
    public static TimeSpan Later(HandlerOptions options, int retry, double random) =>
        Wait(options.RetryDelay, options.MaxRetryDelay, retry, random);

    /// <summary>The wait before the next attempt; null when the event is to be given up.</summary>
    /// <param name="attempts">Attempts that have failed so far, at least 1.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    /// <param name="random">Between 0 and 1.</param>
    public TimeSpan? Next(int attempts, TimeSpan elapsed, double random)
    {
        var wait = Wait(MinBackoff, MaxBackoff, attempts, random);
        if (OnFailure == FailureMode.Block || elapsed + wait < Timeout) return wait;
        return null;
    }

    private static TimeSpan Wait(TimeSpan first, TimeSpan most, int attempts, double random) =>
        Backoff.Jittered(Backoff.Wait(first, most, attempts - 1), random);
}
