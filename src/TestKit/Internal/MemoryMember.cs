using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>The one member of a group: it has all partitions from its start on, until a test takes them away.</summary>
internal sealed class MemoryMember(string group, MemoryTopics topics, CrashPoint crash, LonePositions? alone = null) : IGroupConsumer
{
    private readonly ConcurrentDictionary<TopicPartition, MemoryQueue> _assigned = new();
    private readonly Lock _lock = new();
    private IReadOnlyCollection<string> _subscribed = [];
    private IGroupConsumerEvents? _events;
    private Task? _closed;

    /// <summary>It has its partitions.</summary>
    public bool IsAssigned { get; private set; }

    /// <summary>What it has.</summary>
    public ICollection<TopicPartition> Partitions => _assigned.Keys;

    /// <summary>The first record that isn't committed, of those it has; null where all are.</summary>
    public TopicPartitionOffset? Uncommitted => _assigned.Keys
        .Where(partition => (topics.Committed(group, partition) ?? 0) < topics.End(partition))
        .Select(partition => new TopicPartitionOffset(partition, topics.Committed(group, partition) ?? 0)).FirstOrDefault();

    public void Start(IReadOnlyCollection<string> subscribed, IGroupConsumerEvents events)
    {
        _subscribed = subscribed;
        _events = events;
        // A client's threads tell of it.
        ThreadPool.UnsafeQueueUserWorkItem(static member => member.Assign(), this, preferLocal: false);
    }

    public void Assign()
    {
        var queues = _subscribed.SelectMany(topics.PartitionsOf).Where(partition => !_assigned.ContainsKey(partition))
            .Select(partition => _assigned[partition] = new MemoryQueue(topics, partition, Start(partition))).ToArray();
        foreach (var topic in _subscribed) alone?.Know(topic);
        _events!.Joined();
        _events.Assigned(queues);
        IsAssigned = true;
    }

    public async Task Revoke()
    {
        TopicPartition[] partitions = [.. _assigned.Keys];
        if (partitions.Length == 0) return;
        await _events!.Revoked(partitions).ConfigureAwait(false);
        Release(partitions);
    }

    /// <summary>Everything is somebody else's at once, and the last commits of each partition have never been made.</summary>
    public void Lose(int commits)
    {
        TopicPartition[] partitions = [.. _assigned.Keys];
        Release(partitions);
        _events!.Lost(partitions);
        foreach (var partition in partitions)
            if (topics.Committed(group, partition) is { } offset)
                topics.Commit(group, new TopicPartitionOffset(partition, Math.Max(0, offset - commits)));
    }

    public Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (alone is not null)
        {
            alone.Keep(offsets);
            alone.Fresh();
            return Task.CompletedTask;
        }
        if (!crash.MayCommit(group, offsets)) return Task.FromException(new KafkaException(ErrorCode.Local_Destroy));
        foreach (var offset in offsets)
        {
            if (!_assigned.ContainsKey(offset.TopicPartition)) return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
            topics.Commit(group, offset);
        }
        crash.Committed(group, offsets);
        return Task.CompletedTask;
    }

    public Task Seek(TopicPartitionOffset position)
    {
        if (!_assigned.TryGetValue(position.TopicPartition, out var queue))
            return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
        queue.Seek(position.Offset == Offset.Beginning ? 0 : position.Offset == Offset.End ? topics.End(position.TopicPartition) : position.Offset.Value);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        Task.FromResult<IReadOnlyList<TopicPartitionOffset>>(
            [.. partitions.Select(p => new TopicPartitionOffset(p, topics.Committed(group, p) is { } offset ? offset : Offset.Unset))]);

    public Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> names, TimeSpan timeout) =>
        Task.FromResult<IReadOnlyDictionary<string, TopicInfo>>(names.ToDictionary(name => name, topics.Of));

    public Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout) => Task.FromResult(Watermarks(partition));

    public WatermarkOffsets Watermarks(TopicPartition partition) => new(0, topics.End(partition));

    public Task Close()
    {
        lock (_lock) return _closed ??= _events is null ? Task.CompletedTask : Revoke();
    }

    private long Start(TopicPartition partition)
    {
        if (alone is null) return topics.Committed(group, partition) ?? 0;
        if (!alone.Has(partition)) alone.Begin(partition, Watermarks(partition));
        return alone.Of([partition])[0].Offset.Value;
    }

    private void Release(TopicPartition[] partitions)
    {
        foreach (var partition in partitions)
            if (_assigned.TryRemove(partition, out var queue))
                queue.Release();
    }
}
