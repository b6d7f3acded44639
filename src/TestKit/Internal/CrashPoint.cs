using System.Collections.Concurrent;
using Akka.Events.Committing.Internal;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>Where the process is to die. From there on nothing becomes durable, until another one takes its place.</summary>
internal sealed class CrashPoint
{
    private readonly ConcurrentDictionary<string, bool> _journals = new();
    private readonly Lock _lock = new();
    private CrashStep? _step;
    private bool _dead;

    /// <summary>It has died.</summary>
    public bool IsDead
    {
        get
        {
            lock (_lock) return _dead;
        }
    }

    /// <summary>At the next event that comes to this step.</summary>
    public void Arm(CrashStep step)
    {
        lock (_lock) _step = step;
    }

    /// <summary>Another process takes its place.</summary>
    public void Clear()
    {
        lock (_lock) (_step, _dead) = (null, false);
    }

    /// <summary>Before a journal is written.</summary>
    /// <param name="persistenceId">The shard's.</param>
    /// <param name="commits">Records are finished with it.</param>
    public bool MayWrite(string persistenceId, bool commits)
    {
        _journals.TryAdd(persistenceId, true);
        return May(commits);
    }

    /// <summary>Behind a write that records are finished with.</summary>
    public void Written()
    {
        lock (_lock) _dead |= _step == CrashStep.Committed;
    }

    /// <summary>Before a group's offsets are committed, which is the commit where the partition has no journal.</summary>
    public bool MayCommit(string group, IEnumerable<TopicPartitionOffset> offsets) => May(offsets.Any(offset => !HasJournal(group, offset)));

    /// <summary>Behind it.</summary>
    public void Committed(string group, IEnumerable<TopicPartitionOffset> offsets)
    {
        if (offsets.Any(offset => !HasJournal(group, offset))) Written();
    }

    private bool HasJournal(string group, TopicPartitionOffset offset) =>
        _journals.ContainsKey(JournalDurability.PersistenceId(group, offset.Partition.Value));

    private bool May(bool commits)
    {
        lock (_lock)
        {
            _dead |= commits && _step == CrashStep.Handled;
            return !_dead;
        }
    }
}
