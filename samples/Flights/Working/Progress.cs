namespace Flights.Working;

/// <summary>How far a worker has come with the partitions that it owns.</summary>
/// <param name="Partitions">The partitions it owns.</param>
/// <param name="Problem">What keeps it from working, if anything does.</param>
internal sealed record Progress(IReadOnlyList<PartitionProgress> Partitions, string? Problem) : WorkerMessage;
