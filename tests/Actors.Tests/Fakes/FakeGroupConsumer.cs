using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

/// <summary>A group member whose partitions the test assigns, revokes and takes away.</summary>
internal sealed class FakeGroupConsumer(FakeTopics topics) : IGroupConsumer
{
    private readonly ConcurrentDictionary<TopicPartition, FakeQueue> _assigned = new();
    private IGroupConsumerEvents? _events;
    private int _topicsAsked;
    private Task? _closed;

    /// <summary>What the next calls answer, each answer once; null, or no answer, for success.</summary>
    public ConcurrentQueue<KafkaException?> CommitAnswers { get; } = new();

    /// <summary>What the next commits' answers wait for, one each: what they commit is committed before.</summary>
    public ConcurrentQueue<Task> CommitGates { get; } = new();

    public ConcurrentQueue<KafkaException?> SeekAnswers { get; } = new();

    public ConcurrentQueue<KafkaException?> CommittedAnswers { get; } = new();

    public ConcurrentQueue<KafkaException?> TopicsAnswers { get; } = new();

    public ConcurrentQueue<KafkaException?> RangeAnswers { get; } = new();

    /// <summary>Describing topics waits for this, after it has been asked.</summary>
    public TaskCompletionSource? TopicsGate { get; set; }

    /// <summary>Closing waits for this.</summary>
    public TaskCompletionSource? CloseGate { get; set; }

    public int TopicsAsked => _topicsAsked;

    /// <summary>The first read of each partition assigned from now on throws.</summary>
    public bool FailFirstRead { get; set; }

    public bool IsStarted => _events is not null;

    public bool IsClosed { get; private set; }

    public void Start(IReadOnlyCollection<string> subscribed, IGroupConsumerEvents events) => _events = events;

    /// <summary>Assigns partitions at what is committed, else at the beginning.</summary>
    public void Assign(params TopicPartition[] partitions)
    {
        var queues = partitions.Select(p => _assigned[p] = new FakeQueue(topics, p, topics.Committed.GetValueOrDefault(p, 0)) { FailNextRead = FailFirstRead }).ToArray();
        _events!.Joined();
        _events.Assigned(queues);
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

    public FakeQueue QueueOf(TopicPartition partition) => _assigned[partition];

    /// <summary>The member is in its group, without partitions.</summary>
    public void Join() => _events!.Joined();

    public void Fail(Error error) => _events!.Failed(error);

    public Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (CommitAnswers.TryDequeue(out var answer) && answer is not null) return Task.FromException(answer);
        foreach (var offset in offsets)
        {
            if (!_assigned.ContainsKey(offset.TopicPartition))
                return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
            topics.Committed[offset.TopicPartition] = offset.Offset.Value;
        }
        return CommitGates.TryDequeue(out var gate) ? gate : Task.CompletedTask;
    }

    public Task Seek(TopicPartitionOffset position)
    {
        if (SeekAnswers.TryDequeue(out var answer) && answer is not null) return Task.FromException(answer);
        if (!_assigned.TryGetValue(position.TopicPartition, out var queue))
            return Task.FromException(new KafkaException(ErrorCode.Local_AssignmentLost));
        queue.Seek(position.Offset == Offset.Beginning ? topics.Beginning(position.TopicPartition) : position.Offset.Value);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        CommittedAnswers.TryDequeue(out var answer) && answer is not null ? Task.FromException<IReadOnlyList<TopicPartitionOffset>>(answer)
        : Task.FromResult<IReadOnlyList<TopicPartitionOffset>>(
            [.. partitions.Select(p => new TopicPartitionOffset(p, topics.Committed.TryGetValue(p, out var offset) ? offset : Offset.Unset))]);

    public async Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> names, TimeSpan timeout)
    {
        Interlocked.Increment(ref _topicsAsked);
        var found = topics.All.Where(t => names.Contains(t.Key)).ToDictionary();
        if (TopicsGate is { } gate) await gate.Task;
        return TopicsAnswers.TryDequeue(out var answer) && answer is not null ? throw answer : found;
    }

    public Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout) =>
        RangeAnswers.TryDequeue(out var answer) && answer is not null ? Task.FromException<WatermarkOffsets>(answer)
        : Task.FromResult(Watermarks(partition));

    public WatermarkOffsets Watermarks(TopicPartition partition) => new(topics.Beginning(partition), topics.End(partition));

    public Task Close()
    {
        lock (_assigned) return _closed ??= Leave();
    }

    private async Task Leave()
    {
        IsClosed = true;
        if (CloseGate is { } gate) await gate.Task;
        if (_events is not null && !_assigned.IsEmpty) await Revoke([.. _assigned.Keys]);
    }

    private void Release(TopicPartition partition)
    {
        if (_assigned.TryRemove(partition, out var queue)) queue.Release();
    }
}
