using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Support;

/// <summary>librdkafka's mock brokers inside this process: no network, no Java, new and empty.</summary>
public sealed partial class MockCluster : IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> _owner;
    private readonly nint _cluster;

    public MockCluster(int brokers = 1)
    {
        var config = new ProducerConfig { BootstrapServers = "localhost:1" };
        config.Set("test.mock.num.brokers", brokers.ToString());
        _owner = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        _cluster = rd_kafka_handle_mock_cluster(((SafeHandle)NativeHandle(_owner.Handle)).DangerousGetHandle());
        BootstrapServers = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
        // Members join at once instead of waiting 3 s for others.
        rd_kafka_mock_group_initial_rebalance_delay_ms(_cluster, 0);
    }

    public string BootstrapServers { get; }

    /// <summary>A producer of the cluster, for arranging records.</summary>
    public IProducer<byte[]?, byte[]?> Producer => _owner;

    public void CreateTopic(string topic, int partitions, int replication = 1) =>
        Assert.Equal(0, rd_kafka_mock_topic_create(_cluster, topic, partitions, replication));

    /// <summary>The next requests of a kind fail with these errors, one each.</summary>
    public void FailNext(short apiKey, params ErrorCode[] errors) =>
        rd_kafka_mock_push_request_errors_array(_cluster, apiKey, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);

    public void BrokerDown(int broker) => rd_kafka_mock_broker_set_down(_cluster, broker);

    public void BrokerUp(int broker) => rd_kafka_mock_broker_set_up(_cluster, broker);

    public async Task Produce(string topic, int partition, IEnumerable<Message<byte[]?, byte[]?>> messages) =>
        await Task.WhenAll(messages.Select(m => _owner.ProduceAsync(new TopicPartition(topic, partition), m)));

    public void Dispose() => _owner.Dispose();

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object NativeHandle(Handle handle);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_handle_mock_cluster(nint client);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int delay);

    [LibraryImport("librdkafka", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replication);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_mock_push_request_errors_array(nint cluster, short apiKey, nuint count, int[] errors);

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);
}
