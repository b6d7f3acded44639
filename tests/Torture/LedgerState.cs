namespace Akka.Events.Torture;

/// <summary>
/// A key's history in short. Two of them are equal only if they come of the same records in the same order: nothing lost, nothing invented,
/// nothing twice.
/// </summary>
internal sealed record LedgerState
{
    private const ulong Prime = 1099511628211; // FNV-1a's

    public long Count { get; init; }

    /// <summary>The last number; a key's numbers begin at 1.</summary>
    public long Last { get; init; }

    /// <summary>How often a number didn't follow on the one before.</summary>
    public long Jumps { get; init; }

    /// <summary>A hash of all records in their order.</summary>
    public ulong Trace { get; init; }

    public LedgerState With(long number, long offset) => new()
    {
        Count = Count + 1,
        Last = number,
        Jumps = Jumps + (number == Last + 1 ? 0 : 1),
        Trace = (((Trace ^ (ulong)number) * Prime) ^ (ulong)offset) * Prime,
    };
}
