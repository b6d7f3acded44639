namespace Akka.Events.Committing.Internal;

/// <summary>The topic-partition of a shard that has just one.</summary>
/// <param name="Topic">The topic's name, as its offsets are kept under.</param>
/// <param name="Partition">The partition's number.</param>
/// <param name="Handlers">Names of the handlers that read it.</param>
internal sealed record CommittedPartition(string Topic, int Partition, IReadOnlyList<string> Handlers);
