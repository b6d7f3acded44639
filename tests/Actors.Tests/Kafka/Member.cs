using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Tests.Kafka;

/// <summary>A group member that records what happens to it and reads what it is assigned, on the thread pool.</summary>
internal sealed class Member : IGroupConsumerEvents
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionReader> _readers = new();

    public Member(IGroupConsumer consumer) => Consumer = consumer;

    public IGroupConsumer Consumer { get; }

    public bool HasJoined { get; private set; }

    public bool Reads { get; init; } = true;

    public ConcurrentQueue<(string What, TopicPartition[] Partitions)> Happened { get; } = new();

    public ConcurrentQueue<Error> Errors { get; } = new();

    public ConcurrentQueue<Error> RevocationErrors { get; } = new();

    public ConcurrentQueue<Read> Records { get; } = new();

    /// <summary>Instead of keeping the records.</summary>
    public Action<TopicPartition, long>? OnRecord { get; init; }

    public Func<IReadOnlyList<TopicPartition>, Task> OnRevoked { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyDictionary<TopicPartition, PartitionReader> Readers => _readers;

    public IEnumerable<TopicPartition> Assigned => _readers.Keys;

    void IGroupConsumerEvents.Joined() => HasJoined = true;

    void IGroupConsumerEvents.Assigned(IReadOnlyList<IPartitionQueue> partitions)
    {
        Happened.Enqueue(("assigned", [.. partitions.Select(p => p.TopicPartition)]));
        foreach (var queue in partitions)
        {
            var reader = new PartitionReader(queue, this);
            _readers[queue.TopicPartition] = reader;
            if (Reads) queue.Available = reader.Schedule;
        }
    }

    async Task IGroupConsumerEvents.Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        Happened.Enqueue(("revoked", [.. partitions]));
        foreach (var partition in partitions) _readers[partition].Stop();
        await Task.WhenAll(partitions.Select(p => _readers[p].Stopped));
        try
        {
            await OnRevoked(partitions);
        }
        catch (KafkaException e)
        {
            RevocationErrors.Enqueue(e.Error);
        }

        foreach (var partition in partitions) _readers.TryRemove(partition, out _);
    }

    void IGroupConsumerEvents.Lost(IReadOnlyList<TopicPartition> partitions)
    {
        Happened.Enqueue(("lost", [.. partitions]));
        foreach (var partition in partitions)
            if (_readers.TryRemove(partition, out var reader)) reader.Stop();
    }

    void IGroupConsumerEvents.Failed(Error error) => Errors.Enqueue(error);

    internal sealed record Read(TopicPartition Partition, long Offset, string? Key, string? Value, long Timestamp, Headers? Headers)
    {
        public static Read Of(TopicPartition partition, in RawRecord record) => new(
            partition,
            record.Offset,
            record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
            record.HasValue ? Encoding.UTF8.GetString(record.Value) : null,
            record.Timestamp,
            record.Headers);
    }
}
