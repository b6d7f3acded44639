using System.Collections.Concurrent;

namespace Akka.Events.Consuming.Internal;

/// <summary>What one group does in this process: its assigned partitions, and what keeps it from working. Safe from any thread.</summary>
internal sealed class GroupProgress
{
    private readonly ConcurrentDictionary<PartitionProgress, byte> _partitions = new();
    private readonly Dictionary<object, string> _problems = [];
    private volatile bool _hasProblems;
    private long _handledBefore;

    /// <summary>What keeps the group, or a part of it, from working; null when nothing does.</summary>
    public string? Problem
    {
        get
        {
            if (!_hasProblems) return null;
            lock (_problems)
                return _problems.Count == 0 ? null : string.Join("; ", _problems.Values.Distinct().Order(StringComparer.Ordinal));
        }
    }

    public IEnumerable<PartitionProgress> Partitions => _partitions.Keys;

    /// <summary>Records finished since the process began.</summary>
    public long Handled => Interlocked.Read(ref _handledBefore) + _partitions.Keys.Sum(p => p.Handled);

    /// <summary>Something doesn't work, until it is settled. False when just that has been reported before.</summary>
    /// <param name="of">What has the problem.</param>
    /// <param name="problem">What it is.</param>
    public bool Report(object of, string problem)
    {
        lock (_problems)
        {
            if (_problems.TryGetValue(of, out var before) && before == problem) return false;
            _problems[of] = problem;
            return _hasProblems = true;
        }
    }

    /// <summary>It works again. False when nothing had been reported.</summary>
    public bool Settle(object of) => _hasProblems && Settle(of.Equals);

    /// <summary>All that is meant works again, or is nobody's any more. False when nothing had been reported.</summary>
    public bool Settle(Func<object, bool> meant)
    {
        if (!_hasProblems) return false;
        lock (_problems)
        {
            var settled = _problems.Keys.Where(meant).ToArray();
            foreach (var problem in settled) _problems.Remove(problem);
            _hasProblems = _problems.Count > 0;
            return settled.Length > 0;
        }
    }

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
