using Akka.Actor;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>
/// The partitions that a member has: those that are read, and those held until they are whole. Entities are read only when all topics'
/// partitions of their shard are here: never two half-owned shards. Not thread-safe; no I/O.
/// </summary>
/// <param name="together">The topics whose equal partitions are read together; none where each is read by itself.</param>
internal sealed class Assignments(IReadOnlyCollection<string> together)
{
    private readonly Dictionary<TopicPartition, Assigned> _read = [];
    private readonly Dictionary<TopicPartition, IPartitionQueue> _held = [];

    public IReadOnlyDictionary<TopicPartition, Assigned> Read => _read;

    public IReadOnlyCollection<TopicPartition> Held => _held.Keys;

    public int Count => _read.Count + _held.Count;

    public Assigned? this[TopicPartition partition] => _read.GetValueOrDefault(partition);

    /// <summary>Whose consumer an actor is; null for none.</summary>
    public Assigned? Of(IActorRef consumer) => _read.Values.FirstOrDefault(a => a.Consumer.Equals(consumer));

    public void Hold(IPartitionQueue queue) => _held[queue.TopicPartition] = queue;

    /// <summary>What is held no longer, and to be read: each is whole.</summary>
    public IReadOnlyList<Assigned> TakeWhole()
    {
        var whole = _held.Values.Where(q => together.All(topic => IsHere(new TopicPartition(topic, q.TopicPartition.Partition)))).ToArray();
        var taken = new List<Assigned>(whole.Length);
        foreach (var queue in whole)
        {
            _held.Remove(queue.TopicPartition);
            taken.Add(_read[queue.TopicPartition] = new Assigned(queue, new PartitionProgress(queue.TopicPartition)));
        }
        return taken;
    }

    /// <summary>Nothing that is held of these is any more.</summary>
    public void Release(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions) _held.Remove(partition);
    }

    /// <summary>It is read no longer; null when it wasn't.</summary>
    public Assigned? Remove(TopicPartition partition) => _read.Remove(partition, out var assigned) ? assigned : null;

    /// <summary>What of these is finished and not committed.</summary>
    public List<TopicPartitionOffset> Finished(IEnumerable<TopicPartition> partitions)
    {
        var offsets = new List<TopicPartitionOffset>();
        foreach (var partition in partitions)
        {
            if (this[partition] is not { Progress: { Watermark: >= 0 and var watermark } progress } || watermark == progress.Committed) continue;
            offsets.Add(new TopicPartitionOffset(partition, watermark));
        }
        return offsets;
    }

    public void Clear()
    {
        _read.Clear();
        _held.Clear();
    }

    private bool IsHere(TopicPartition partition) => _read.ContainsKey(partition) || _held.ContainsKey(partition);
}
