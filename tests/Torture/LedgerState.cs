namespace Akka.Events.Torture;

/// <summary>
/// A key's history in short. Two of them are equal only if they come of the same records in the same order: nothing lost, nothing invented,
/// nothing twice.
/// </summary>
internal sealed record LedgerState
{
    private const ulong Prime = 1099511628211; // FNV-1a's

    public long Count { get; init; }

    /// <summary>The last number in the first topic; a key's numbers begin at 1.</summary>
    public long Last { get; init; }

    /// <summary>How often a number of the first topic didn't follow on the one before.</summary>
    public long Jumps { get; init; }

    /// <summary>A hash of all records in their order.</summary>
    public ulong Trace { get; init; }

    /// <param name="number">The record's number in its topic.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="topic">0 for the first topic, 1 for the second.</param>
    public LedgerState With(long number, long offset, int topic = 0) => new()
    {
        Count = Count + 1,
        Last = topic == 0 ? number : Last,
        Jumps = Jumps + (topic != 0 || number == Last + 1 ? 0 : 1),
        Trace = (((Trace ^ (ulong)number ^ ((ulong)topic << 63)) * Prime) ^ (ulong)offset) * Prime,
    };
}
