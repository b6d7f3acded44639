using System.Globalization;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Connecting;

/// <summary>Kafka as the tool uses it: an admin client, and readers and a producer beside it. They log nothing: errors are said once.</summary>
internal sealed class KafkaConnection(string brokers, IReadOnlyDictionary<string, string> properties, TimeSpan timeout) : IDisposable
{
    private IAdminClient? _admin;

    public string Brokers { get; } = brokers;

    public TimeSpan Timeout { get; } = timeout;

    /// <exception cref="ToolException">librdkafka doesn't take the properties.</exception>
    public IAdminClient Admin => _admin ??= Built(new AdminClientConfig(), config =>
        new AdminClientBuilder(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());

    /// <summary>A reader outside of any group.</summary>
    /// <param name="committed">Only what transactions have committed.</param>
    public IConsumer<byte[]?, byte[]?> Reader(bool committed = true)
    {
        // A group must be named, and none is joined: partitions are assigned, and nothing is committed.
        var config = new ConsumerConfig
        {
            GroupId = "akka-events-cli", EnableAutoCommit = false, EnableAutoOffsetStore = false, EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest, FetchWaitMaxMs = 100, AllowAutoCreateTopics = false,
            IsolationLevel = committed ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
        };
        return Built(config, c => new ConsumerBuilder<byte[]?, byte[]?>(c).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
    }

    /// <summary>A producer that places keys as Kafka's own clients do.</summary>
    public IProducer<byte[]?, byte[]?> Producer()
    {
        var config = new ProducerConfig
        {
            Acks = Acks.All, EnableIdempotence = true, Partitioner = Partitioner.Murmur2Random, LingerMs = 5,
            MessageTimeoutMs = (int)Timeout.TotalMilliseconds, AllowAutoCreateTopics = false,
        };
        return Built(config, c => new ProducerBuilder<byte[]?, byte[]?>(c).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
    }

    /// <summary>Number of a topic's partitions; null where there is no such topic.</summary>
    public async Task<int?> Partitions(string topic)
    {
        try
        {
            var found = await Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = Timeout });
            return found.TopicDescriptions[0].Partitions.Count is > 0 and var count ? count : null;
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions is [{ Error.Code: ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic }])
        {
            return null;
        }
        catch (DescribeTopicsException e)
        {
            throw new KafkaException(e.Results.TopicDescriptions[0].Error);
        }
    }

    /// <summary>All partitions of a topic.</summary>
    /// <exception cref="ToolException">There is no such topic.</exception>
    public async Task<TopicPartition[]> PartitionsOf(string topic) =>
        [.. Enumerable.Range(0, await Partitions(topic) ?? throw ToolException.NotFound($"there is no topic {topic}")).Select(p => new TopicPartition(topic, p))];

    /// <summary>An offset of each partition; partitions that aren't there are left out.</summary>
    public async Task<Dictionary<TopicPartition, long>> Offsets(IEnumerable<TopicPartition> partitions, OffsetSpec spec)
    {
        // One that isn't there would fail the question for all.
        var there = new List<TopicPartition>();
        foreach (var topic in partitions.Distinct().GroupBy(p => p.Topic))
            if (await Partitions(topic.Key) is { } count)
                there.AddRange(topic.Where(p => p.Partition.Value < count));
        var wanted = there.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec }).ToArray();
        if (wanted.Length == 0) return [];
        // Of a stable log what transactions have committed: what a group can reach.
        var options = new ListOffsetsOptions { RequestTimeout = Timeout, IsolationLevel = IsolationLevel.ReadCommitted };
        List<ListOffsetsResultInfo> infos;
        try
        {
            infos = (await Admin.ListOffsetsAsync(wanted, options)).ResultInfos;
        }
        catch (ListOffsetsException e)
        {
            infos = e.Result.ResultInfos;
        }
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var info in infos.Select(i => i.TopicPartitionOffsetError))
        {
            if (info.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition) continue;
            if (info.Error.IsError) throw new KafkaException(info.Error);
            offsets[info.TopicPartition] = info.Offset.Value;
        }
        return offsets;
    }

    public void Dispose() => _admin?.Dispose();

    // What librdkafka has against a property, it says by its name.
    private TClient Built<TConfig, TClient>(TConfig config, Func<TConfig, TClient> build) where TConfig : ClientConfig
    {
        try
        {
            return build(Configured(config));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw ToolException.Misused($"a property of Kafka's client isn't taken (--kafka-property, akka.events.kafka.client): {e.Message}");
        }
    }

    private T Configured<T>(T config) where T : ClientConfig
    {
        config.BootstrapServers = Brokers;
        // An address that nobody answers at is said within the time limit.
        config.Set("socket.connection.setup.timeout.ms", Math.Clamp(Timeout.TotalMilliseconds, 1000, 30_000).ToString("0", CultureInfo.InvariantCulture));
        foreach (var (name, value) in properties) config.Set(name, value);
        return config;
    }
}
