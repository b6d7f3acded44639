using System.Collections.Concurrent;

namespace Akka.Events.Consuming.Internal;

/// <summary>What one group does in this process: its assigned partitions, and what keeps it from working. Safe from any thread.</summary>
internal sealed class GroupProgress
{
    private readonly ConcurrentDictionary<PartitionProgress, byte> _partitions = new();
    private readonly ConcurrentDictionary<object, string> _problems = new();
    private long _handledBefore;

    /// <summary>What keeps the group, or a part of it, from working; null when nothing does.</summary>
    public string? Problem => _problems.IsEmpty ? null : string.Join("; ", _problems.Values.Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } problem ? problem : null;

    public IEnumerable<PartitionProgress> Partitions => _partitions.Keys;

    /// <summary>Records finished since the process began.</summary>
    public long Handled => Interlocked.Read(ref _handledBefore) + _partitions.Keys.Sum(p => p.Handled);

    /// <summary>Something doesn't work, until it is settled. False when just that has been reported before.</summary>
    /// <param name="of">What has the problem.</param>
    /// <param name="problem">What it is.</param>
    public bool Report(object of, string problem)
    {
        var isNew = true;
        _problems.AddOrUpdate(of, problem, (_, before) =>
        {
            isNew = before != problem;
            return problem;
        });
        return isNew;
    }

    /// <summary>It works again. False when nothing had been reported.</summary>
    public bool Settle(object of) => !_problems.IsEmpty && _problems.TryRemove(of, out _);

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
