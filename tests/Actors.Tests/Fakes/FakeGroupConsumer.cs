using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

/// <summary>A group member whose partitions the test assigns, revokes and takes away.</summary>
internal sealed class FakeGroupConsumer(FakeTopics topics) : IGroupConsumer
{
    private readonly ConcurrentDictionary<TopicPartition, FakeQueue> _assigned = new();
    private IGroupConsumerEvents? _events;

    /// <summary>What commits answer; null for success.</summary>
    public KafkaException? CommitFailure { get; set; }

    public bool IsStarted => _events is not null;

    public bool IsClosed { get; private set; }

    public void Start(IReadOnlyCollection<string> subscribed, IGroupConsumerEvents events) => _events = events;

    /// <summary>Assigns partitions at what is committed, else at the beginning.</summary>
    public void Assign(params TopicPartition[] partitions)
    {
        var queues = partitions.Select(p => _assigned[p] = new FakeQueue(topics, p, topics.Committed.GetValueOrDefault(p, 0))).ToArray();
        _events!.Assigned(queues);
    }

    /// <summary>Revokes partitions; the task ends when they may be handed over.</summary>
    public async Task Revoke(params TopicPartition[] partitions)
    {
        await _events!.Revoked(partitions);
        foreach (var partition in partitions) Release(partition);
    }

    public void Lose(params TopicPartition[] partitions)
    {
        foreach (var partition in partitions) Release(partition);
        _events!.Lost(partitions);
    }

    public void Fail(Error error) => _events!.Failed(error);

    public Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (CommitFailure is { } failure) return Task.FromException(failure);
        foreach (var offset in offsets)
        {
            if (!_assigned.ContainsKey(offset.TopicPartition))
                return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
            topics.Committed[offset.TopicPartition] = offset.Offset.Value;
        }
        return Task.CompletedTask;
    }

    public Task Seek(TopicPartitionOffset position)
    {
        if (!_assigned.TryGetValue(position.TopicPartition, out var queue))
            return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
        queue.Seek(position.Offset == Offset.Beginning ? 0 : position.Offset.Value);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        Task.FromResult<IReadOnlyList<TopicPartitionOffset>>(
            [.. partitions.Select(p => new TopicPartitionOffset(p, topics.Committed.TryGetValue(p, out var offset) ? offset : Offset.Unset))]);

    public Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> names, TimeSpan timeout) =>
        Task.FromResult<IReadOnlyDictionary<string, TopicInfo>>(topics.All.Where(t => names.Contains(t.Key)).ToDictionary());

    public Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout) => Task.FromResult(Watermarks(partition));

    public WatermarkOffsets Watermarks(TopicPartition partition) => new(0, topics.End(partition));

    public async Task Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        if (_events is not null && !_assigned.IsEmpty) await Revoke([.. _assigned.Keys]);
    }

    private void Release(TopicPartition partition)
    {
        if (_assigned.TryRemove(partition, out var queue)) queue.Release();
    }
}
