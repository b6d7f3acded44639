namespace Flights.Working;

/// <summary>How far a worker has come with the partitions that it owns.</summary>
/// <param name="Partitions">The partitions it owns.</param>
internal sealed record Progress(IReadOnlyList<PartitionProgress> Partitions) : WorkerMessage;
