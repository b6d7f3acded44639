using System.Collections.Concurrent;

namespace Akka.Events.Consuming.Internal;

/// <summary>What one group does in this process: its assigned partitions, and what keeps it from working. Safe from any thread.</summary>
internal sealed class GroupProgress
{
    private readonly ConcurrentDictionary<PartitionProgress, byte> _partitions = new();
    private long _handledBefore;
    private volatile string? _problem;

    /// <summary>What keeps the group from working; null when nothing does.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    public IEnumerable<PartitionProgress> Partitions => _partitions.Keys;

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
