namespace Flights.Supervising;

/// <summary>How far the group as a whole has come.</summary>
/// <param name="Handled">Flights counted, by what was last heard of each partition.</param>
/// <param name="Confirmed">Flights counted, by what the present owners of the partitions say: fewer while partitions move.</param>
/// <param name="Partitions">Partitions that a living worker owns.</param>
/// <param name="Shards">Partitions whose owner has recovered their state.</param>
internal sealed record Standing(long Handled, long Confirmed, int Partitions, int Shards);
