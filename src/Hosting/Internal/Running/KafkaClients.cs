using Akka.Events.Consuming.Internal;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Kafka.Internal.Native;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>Makes the Kafka clients of this process.</summary>
internal sealed class KafkaClients(EventsPlan plan, ILoggerFactory loggers, TimeProvider time, IReadOnlyList<IPublishingInterceptor> interceptors)
{
    private readonly KafkaOptions _kafka = plan.Kafka;
    private readonly IReadOnlyDictionary<string, string> _properties = ClientProperties.Normalized(plan.Kafka.Client);
    private readonly ClientLog.Brokers _brokers = new();
    private readonly ILogger _log = loggers.CreateLogger("Akka.Events.Kafka");
    private readonly ILogger _publishingLog = loggers.CreateLogger("Akka.Events.Publishing");

    public IGroupConsumer GroupMember(MemberContext member)
    {
        var settings = new GroupConsumerSettings
        {
            BootstrapServers = _kafka.BootstrapServers!,
            GroupId = member.Alone is null ? member.Name : "akka-events-alone", // which is never joined
            Alone = member.Alone,
            ClientId = _kafka.ClientId,
            GroupInstanceId = member.Alone is null ? member.Options.InstanceId : null,
            Protocol = member.Alone is null ? member.Options.Protocol : GroupProtocol.Classic,
            CoPartitioned = member.Group.HasEntities && member.Group.Routes.Count > 1,
            // Where reading begins is decided where the journal and start-from are known. The client's own choice shows: offsets then jump.
            OffsetReset = AutoOffsetReset.Earliest,
            TopicRefresh = member.Options.TopicCheckInterval,
            PrefetchBytes = _kafka.PrefetchBytes,
            ExpectedPartitions = _kafka.ExpectedPartitions,
            CloseTimeout = _kafka.CloseTimeout,
            DrainTimeout = member.Options.DrainTimeout,
            NativeQueues = _kafka.NativeQueues,
            Client = _properties,
            Brokers = _brokers,
        };
        return GroupConsumers.Create(settings, _log, time);
    }

    /// <summary>Reads topics for this process alone.</summary>
    public IGroupConsumer Alone(LonePositions positions)
    {
        var settings = new GroupConsumerSettings
        {
            BootstrapServers = _kafka.BootstrapServers!,
            GroupId = "akka-events-alone", // which is never joined
            Alone = positions,
            ClientId = _kafka.ClientId,
            OffsetReset = AutoOffsetReset.Earliest,
            TopicRefresh = plan.Reading.TopicCheckInterval,
            PrefetchBytes = _kafka.PrefetchBytes,
            ExpectedPartitions = _kafka.ExpectedPartitions,
            CloseTimeout = _kafka.CloseTimeout,
            NativeQueues = _kafka.NativeQueues,
            Client = _properties,
            Brokers = _brokers,
        };
        return GroupConsumers.Create(settings, _log, time);
    }

    public KafkaPublisher Publisher(KafkaTopics? topics) => new(Publishing(), topics, _publishingLog, time);

    /// <summary>Sends what is in an outbox.</summary>
    public BatchSender Outbox(string name) => new(Publishing().Producer, name, plan.Outbox!.Transactions, _publishingLog);

    /// <summary>Sends what a shard's journal holds, in transactions.</summary>
    public BatchSender Shard(string name) => new(Publishing().Producer, name, transactions: true, _publishingLog);

    /// <summary>What events are published with.</summary>
    public PublisherSettings Publishing()
    {
        var publish = plan.Publish;
        return new PublisherSettings
        {
            Producer = new ProducerSettings
            {
                BootstrapServers = _kafka.BootstrapServers!,
                ClientId = _kafka.ClientId,
                Linger = publish.Linger,
                MaxInFlightBytes = publish.MaxInFlightBytes,
                MaxRecordBytes = (int)publish.MaxRecordBytes,
                DeliveryTimeout = publish.DeliveryTimeout,
                FlushTimeout = publish.FlushTimeout,
                Client = _properties,
                Brokers = _brokers,
            },
            MaxInFlight = publish.MaxInFlight,
            CloudEvents = publish.CloudEvents,
            Source = publish.Source,
            Headers = publish.Headers.AsReadOnly(),
            Interceptors = interceptors,
            TopicNames = plan.TopicNames,
            RegisteredTopics = plan.RegisteredTopics,
        };
    }

    /// <summary>Makes topics, and looks at them.</summary>
    public KafkaTopics Topics() => new(TopicSettings(), loggers.CreateLogger("Akka.Events.Topics"), time);

    /// <summary>Reads topics through.</summary>
    public ITopicScanner Scanner() => new TopicScanner(TopicSettings(), loggers.CreateLogger("Akka.Events.Topics"));

    private TopicSettings TopicSettings()
    {
        var topics = plan.Topics;
        return new TopicSettings
        {
            BootstrapServers = _kafka.BootstrapServers!,
            Names = plan.TopicNames,
            Partitions = topics.Partitions,
            Replicas = (short)topics.Replicas,
            Retention = topics.Retention == TimeSpan.Zero ? null : topics.Retention,
            Compacted = topics.Compacted,
            Mismatch = topics.Mismatch,
            Timeout = topics.Timeout,
            Client = _properties,
            Brokers = _brokers,
        };
    }
}
