using System.Collections.Concurrent;

namespace Akka.Events.Consuming.Internal;

/// <summary>The partitions that one group has in this process, and how far they have come. Safe from any thread.</summary>
internal sealed class AssignedPartitions
{
    private readonly ConcurrentDictionary<PartitionProgress, byte> _partitions = new();
    private long _handledBefore;

    public IEnumerable<PartitionProgress> All => _partitions.Keys;

    /// <summary>Records finished since the process began.</summary>
    public long Handled => Interlocked.Read(ref _handledBefore) + _partitions.Keys.Sum(p => p.Handled);

    public void Add(PartitionProgress partition) => _partitions.TryAdd(partition, 0);

    public void Remove(PartitionProgress partition)
    {
        if (_partitions.TryRemove(partition, out _)) Interlocked.Add(ref _handledBefore, partition.Handled);
    }

    public void Clear()
    {
        foreach (var partition in _partitions.Keys) Remove(partition);
    }
}
