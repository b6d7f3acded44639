using System.Collections.Concurrent;
using Akka.Events.Handling.Internal.Limits;

namespace Akka.Events.Consuming.Internal;

/// <summary>The partitions that one group has in this process, and how far they have come. Safe from any thread.</summary>
/// <param name="limits">What bounds all that they have under way.</param>
internal sealed class AssignedPartitions(params IReadOnlyList<OutstandingLimit> limits)
{
    private readonly ConcurrentDictionary<PartitionProgress, byte> _partitions = new();
    private long _handledBefore;

    public IEnumerable<PartitionProgress> All => _partitions.Keys;

    /// <summary>Records finished since the process began.</summary>
    public long Handled => Interlocked.Read(ref _handledBefore) + _partitions.Keys.Sum(p => p.Handled);

    public void Add(PartitionProgress partition)
    {
        if (!_partitions.TryAdd(partition, 0)) return;
        foreach (var limit in limits) limit.Join();
    }

    public void Remove(PartitionProgress partition)
    {
        if (!_partitions.TryRemove(partition, out _)) return;
        Interlocked.Add(ref _handledBefore, partition.Handled);
        foreach (var limit in limits) limit.Leave();
    }

    public void Clear()
    {
        foreach (var partition in _partitions.Keys) Remove(partition);
    }
}
