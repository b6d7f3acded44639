using System.Collections.Concurrent;
using Akka.Events.Consuming.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

/// <summary>Stands in for Kafka: topics in memory, and a member for each group.</summary>
internal sealed class MemoryKafka(TimeProvider time) : IKafkaStandIn, IRecordSender
{
    private MemorySenders? _senders;

    private readonly ConcurrentDictionary<string, MemoryMember> _members = new();

    public MemoryTopics Topics { get; } = new(time);

    /// <summary>Where the process is to die.</summary>
    public CrashPoint Crash { get; } = new();

    public IReadOnlyDictionary<string, MemoryMember> Members => _members;

    public PublisherSettings? Publishing { get; private set; }

    public IRecordSender Records => this;

    public IOrderedSenders Senders => _senders ??= new MemorySenders(Topics, Crash);

    public ITopicScanner Scanner => new MemoryScanner(Topics);

    public IGroupConsumer Member(MemberContext member) => _members[member.Name] = new MemoryMember(member.Name, Topics, Crash);

    public IGroupConsumer Alone(LonePositions positions) => new MemoryMember("", Topics, Crash, positions);

    public IEvents Publisher(PublisherSettings settings, TimeProvider clock)
    {
        Publishing = settings;
        return new MemoryPublisher(Topics, settings, clock);
    }

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, CancellationToken cancellationToken = default)
    {
        try
        {
            if (Problem(record) is { } problem) throw problem;
            return Task.FromResult(Topics.Append(record));
        }
        catch (PublishException e)
        {
            return Task.FromException<TopicPartitionOffset>(e);
        }
    }

    public Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, ITopic topic, CancellationToken cancellationToken) =>
        SendAsync(record, cancellationToken);

    public Task Ensure(ITopic topic) => Task.CompletedTask;

    /// <summary>As a producer has it.</summary>
    public PublishException? Problem(OutgoingRecord record) => Publishing is { } settings ? Problem(record, settings) : null;

    public static PublishException? Problem(OutgoingRecord record, PublisherSettings settings) =>
        TopicName.Problem(record.Topic) is { } name ? new PublishException(record.Topic, ErrorCode.TopicException, $"{name}.")
        : record.Size > settings.Producer.MaxRecordBytes
            ? PublishErrors.TooLarge(record.Topic, record.Size, settings.Producer.MaxRecordBytes, "publish.max-record-bytes")
        : null;
}
