using System.Runtime.InteropServices;
using System.Text;
using Akka.Events.Kafka.Internal.Native;
using Confluent.Kafka;

namespace Akka.Events.LocalServers;

/// <summary>
/// librdkafka's mock cluster inside this process: any process of this machine can connect to it. It knows groups, both protocols, and
/// transactions; it keeps records in memory only, at most <see cref="BytesPerPartition"/> a partition, and drops older ones without a word.
/// The admin API doesn't work on it.
/// </summary>
public sealed class MockKafka : IKafka, IDisposable
{
    /// <summary>How much a partition holds, in bytes of record batches as sent (compressed, where they are).</summary>
    public const long BytesPerPartition = 5 * 1024 * 1024;

    private readonly nint _client;
    private readonly nint _cluster;
    private readonly int _brokers;

    private MockKafka(nint client, nint cluster, int brokers)
    {
        _client = client;
        _cluster = cluster;
        _brokers = brokers;
        Bootstrap = Marshal.PtrToStringUTF8(Native.rd_kafka_mock_cluster_bootstraps(cluster))!;
    }

    /// <inheritdoc/>
    public string Bootstrap { get; }

    public static MockKafka Start(int brokers = 1)
    {
        if (!LibrdkafkaLoader.TryLoad()) throw new DllNotFoundException($"No mock Kafka: {LibrdkafkaLoader.WhyNot}");
        var error = new byte[512];
        var conf = Native.rd_kafka_conf_new();
        _ = Native.rd_kafka_conf_set(conf, "log_level", "0", error, (nuint)error.Length); // it warns of having no servers to connect to: it is one
        var client = Native.rd_kafka_new(Native.Producer, conf, error, (nuint)error.Length);
        if (client == 0) throw new InvalidOperationException($"No mock Kafka: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        var cluster = Native.rd_kafka_mock_cluster_new(client, brokers);
        if (cluster == 0)
        {
            Native.rd_kafka_destroy(client);
            throw new InvalidOperationException($"No mock Kafka with {brokers} brokers.");
        }
        Native.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0);
        Native.rd_kafka_mock_set_controller_id(cluster, 1);
        return new MockKafka(client, cluster, brokers);
    }

    /// <summary>Creates a topic; it can be used at once.</summary>
    public void CreateTopic(string name, int partitions) =>
        Check(Native.rd_kafka_mock_topic_create(_cluster, name, partitions, Math.Min(3, _brokers)), $"create topic {name}");

    Task IKafka.CreateTopicAsync(string name, int partitions)
    {
        CreateTopic(name, partitions);
        return Task.CompletedTask;
    }

    /// <summary>The next requests of a kind fail with these errors, one each.</summary>
    /// <param name="request">The kind, as Kafka's protocol numbers it (8: OffsetCommit).</param>
    /// <param name="errors">What the brokers answer instead.</param>
    public void FailNext(short request, params ErrorCode[] errors) =>
        Native.rd_kafka_mock_push_request_errors_array(_cluster, request, (nuint)errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>From now on describing a topic gives this error; without one a topic that is asked for is made.</summary>
    public void SetTopicError(string topic, ErrorCode error) => Native.rd_kafka_mock_topic_set_error(_cluster, topic, (int)error);

    /// <summary>Gives a partition another leader; null: it has none, and can't be written to or read.</summary>
    public void SetLeader(string topic, int partition, int? broker) =>
        Check(Native.rd_kafka_mock_partition_set_leader(_cluster, topic, partition, broker ?? -1), $"set the leader of {topic}");

    /// <summary>Takes a broker (1 to the number of brokers) off the network: its connections break and new ones are refused.</summary>
    public void StopBroker(int broker) => Check(Native.rd_kafka_mock_broker_set_down(_cluster, broker), $"stop broker {broker}");

    /// <summary>Brings a stopped broker back, with what it held.</summary>
    public void RestartBroker(int broker) => Check(Native.rd_kafka_mock_broker_set_up(_cluster, broker), $"restart broker {broker}");

    /// <summary>From now on a broker takes this long to answer, in whole milliseconds.</summary>
    public void SlowBroker(int broker, TimeSpan roundTrip) =>
        Check(Native.rd_kafka_mock_broker_set_rtt(_cluster, broker, (int)roundTrip.TotalMilliseconds), $"slow broker {broker}");

    public void Dispose()
    {
        Native.rd_kafka_mock_cluster_destroy(_cluster);
        Native.rd_kafka_destroy(_client);
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
            throw new InvalidOperationException($"Mock Kafka could not {what}: {Marshal.PtrToStringUTF8(Native.rd_kafka_err2str(error))}");
    }
}
