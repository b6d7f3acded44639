using Akka.Actor;

namespace Akka.Pattern;

/// <summary>What a backoff supervisor goes by; with OnFailure it waits after failures, else after the child's end.</summary>
internal sealed record BackoffPlan(
    bool OnFailure, Props Child, string ChildName, TimeSpan Min, TimeSpan Max, double RandomFactor, SupervisorStrategy Strategy)
{
    /// <summary>How long a child must live for the counter to go back to 0; null: it goes back by message only.</summary>
    internal TimeSpan? AutoReset { get; init; } = Min;
    internal object ReplyWhileStopped { get; init; }
    internal Func<object, bool> IsFinalStop { get; init; }
    internal int MaxRetries => Strategy is OneForOneStrategy oneForOne ? oneForOne.MaxNumberOfRetries : -1;

    internal Props ToProps()
    {
        if (Min <= TimeSpan.Zero) throw new ArgumentException("minBackoff must be positive");
        if (Max < Min) throw new ArgumentException("maxBackoff must not be less than minBackoff");
        if (RandomFactor is < 0 or > 1) throw new ArgumentException("randomFactor must lie between 0 and 1");
        if (AutoReset is { } reset && (reset < Min || reset > Max))
            throw new ArgumentException("the reset's delay must lie between minBackoff and maxBackoff");
        return Props.Create(() => new BackoffSupervisor(this));
    }

    /// <summary>min(max, min * 2^restarts), and up to RandomFactor of it more.</summary>
    internal TimeSpan DelayAfter(int restarts)
    {
        var ticks = Math.Min(Max.Ticks, Min.Ticks * Math.Pow(2, Math.Min(restarts, 60)));
        return TimeSpan.FromTicks((long)(ticks * (1 + (Random.Shared.NextDouble() * RandomFactor))));
    }
}
