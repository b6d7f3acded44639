namespace Akka.Events.Handling.Internal.Placement;

/// <summary>
/// Which of a group's shards: with entities the partition number, over all topics, since a key's events lie in the same partition of each;
/// without, the topic-partition, which nothing ties to others.
/// </summary>
/// <param name="Topic">Null where the shard spans all topics.</param>
/// <param name="Partition">The partition's number.</param>
internal readonly record struct ShardId(string? Topic, int Partition)
{
    public override string ToString() => Topic is null ? $"{Partition}" : $"{Topic}-{Partition}";
}
