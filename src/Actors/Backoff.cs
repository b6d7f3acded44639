namespace Akka.Events;

/// <summary>Waits between attempts that double. Pure: chance comes from outside.</summary>
internal static class Backoff
{
    // Beyond it no wait is below what it may be at most.
    private const int MostDoublings = 40;

    /// <summary>The wait after so many doublings, 0 for the first one, at most the longest.</summary>
    public static TimeSpan Wait(TimeSpan first, TimeSpan longest, int doublings) =>
        TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, Math.Min(doublings, MostDoublings)), longest.Ticks));

    /// <summary>The wait a fifth shorter to a fifth longer.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="random">Between 0 and 1.</param>
    public static TimeSpan Jittered(TimeSpan wait, double random) => wait * (0.8 + 0.4 * random);
}
