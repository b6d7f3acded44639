using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

/// <summary>Takes records that are sent, or doesn't.</summary>
internal sealed class FakePost : IRecordSender
{
    private volatile Func<OutgoingRecord, Task>? _before;

    /// <summary>What has arrived.</summary>
    public ConcurrentQueue<OutgoingRecord> Records { get; } = new();

    /// <summary>Topics that were made on their first use, with their partitions.</summary>
    public ConcurrentDictionary<string, int?> Made { get; } = new();

    /// <summary>Sendings that were tried.</summary>
    public ConcurrentQueue<OutgoingRecord> Tried { get; } = new();

    /// <summary>Told of what has arrived.</summary>
    public event Action<OutgoingRecord>? Arrived;

    /// <summary>What a record waits for before it arrives; a failure keeps it from arriving. Null for nothing.</summary>
    public Func<OutgoingRecord, Task>? Before
    {
        set => _before = value;
    }

    public void Refuse(string? why) =>
        _before = why is null ? null : record => Task.FromException(new PublishException(record.Topic, ErrorCode.TopicAuthorizationFailed, why));

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, CancellationToken cancellationToken = default) => Send(record);

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, ITopic topic, CancellationToken cancellationToken)
    {
        Made.TryAdd(topic.Name, topic.Partitions);
        return Send(record);
    }

    public Task Ensure(ITopic topic)
    {
        Made.TryAdd(topic.Name, topic.Partitions);
        return Task.CompletedTask;
    }

    public PublishException? Problem(OutgoingRecord record) => null;

    /// <summary>A header's text; null where it has none.</summary>
    public static string? Header(OutgoingRecord record, string name) =>
        record.Headers is { } headers && headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    public static long OffsetOf(OutgoingRecord record) =>
        long.Parse(Header(record, DeadLetterHeaders.Offset)!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<TopicPartitionOffset> Send(OutgoingRecord record)
    {
        Tried.Enqueue(record);
        if (_before is { } before) await before(record).ConfigureAwait(false);
        Records.Enqueue(record);
        Arrived?.Invoke(record);
        return new TopicPartitionOffset(record.Topic, 0, Records.Count - 1);
    }
}
