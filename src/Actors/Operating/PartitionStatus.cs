using Akka.Events.Topics;

namespace Akka.Events.Operating;

/// <summary>Where the reading of an assigned partition stands.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition's number.</param>
/// <param name="Position">The next offset to read; null before the first record.</param>
/// <param name="Watermark">The next offset to commit: every record below it is finished. Null while nothing is known.</param>
/// <param name="Lag">Records in the log from the watermark to its end, as of the last commit interval. Null while nothing is known.</param>
/// <param name="Outstanding">Records under way.</param>
/// <param name="Gap">Distance in the log between the first unfinished record and the newest one taken.</param>
/// <param name="HeldBack">Reading has stopped because too much is under way.</param>
/// <param name="Handled">Records finished in this assignment.</param>
public sealed record PartitionStatus(
    string Topic, int Partition, long? Position, long? Watermark, long? Lag, int Outstanding, long Gap, bool HeldBack, long Handled)
{
    /// <summary>Reading has been stopped by <see cref="IEventsControl.Pause"/>.</summary>
    public bool Paused { get; init; }

    /// <summary>
    /// A handler that was added reads the partition from its beginning (<see cref="Handling.HandlerOptions.StartsFrom"/>): up to this offset the
    /// events are for it alone, and the others go on there. Null as a rule.
    /// </summary>
    public long? CatchingUpTo { get; init; }
}
