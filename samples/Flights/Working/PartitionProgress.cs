namespace Flights.Working;

/// <param name="Partition">Its number.</param>
/// <param name="Done">Offset below which every flight is counted, durably; null until its shard has recovered.</param>
internal sealed record PartitionProgress(int Partition, long? Done);
