using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Bench.Kafka;

/// <summary>A benchmark topic: made and filled where it is empty, counted where a result is checked.</summary>
internal static class BenchTopic
{
    private const int Seed = 42;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Records in the topic, after filling it where it held none.</summary>
    public static async Task<long> Prepare(string bootstrap, KafkaArguments arguments)
    {
        await Create(bootstrap, arguments.Topic, arguments.Partitions);
        var held = Count(bootstrap, arguments.Topic);
        if (held > 0) return held;
        await Console.Error.WriteLineAsync($"filling {arguments.Topic} with {arguments.Records:N0} records");
        Fill(bootstrap, arguments, arguments.Records);
        return Count(bootstrap, arguments.Topic);
    }

    public static async Task Create(string bootstrap, string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        if (admin.GetMetadata(Timeout).Topics.Any(t => t.Topic == topic)) return;
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    public static void Fill(string bootstrap, KafkaArguments arguments, int records)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(ProducerConfig(bootstrap)).Build();
        var keys = new KeyChoice(arguments.Keys, arguments.Skew, Seed);
        string? failure = null;
        for (var i = 0; i < records; i++)
        {
            var key = Key(keys.Next(), arguments.KeyBytes);
            Send(producer, arguments.Topic, key, Value(i, Now(), arguments.ValueBytes), error => failure = error);
        }
        producer.Flush(TimeSpan.FromMinutes(5));
        if (failure is not null) throw new InvalidOperationException($"filling {arguments.Topic}: {failure}");
    }

    public static ProducerConfig ProducerConfig(string bootstrap) => new()
    {
        BootstrapServers = bootstrap,
        Partitioner = Partitioner.Murmur2Random,
        EnableIdempotence = true,
        LingerMs = 5,
        QueueBufferingMaxMessages = 500_000,
    };

    public static void Send(IProducer<byte[], byte[]> producer, string topic, byte[] key, byte[] value, Action<string> failed)
    {
        var message = new Message<byte[], byte[]> { Key = key, Value = value };
        while (true)
        {
            try
            {
                producer.Produce(topic, message, report =>
                {
                    if (report.Error.IsError) failed(report.Error.Reason);
                });
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    public static byte[] Key(int number, int bytes) => Encoding.ASCII.GetBytes($"k{number:0000000}".PadRight(bytes, '-'));

    public static byte[] Value(long sequence, long microseconds, int bytes)
    {
        var head = $"{{\"seq\":{sequence},\"t\":{microseconds},\"pad\":\"";
        return Encoding.ASCII.GetBytes(head + new string('x', Math.Max(0, bytes - head.Length - 2)) + "\"}");
    }

    /// <summary>Unix microseconds.</summary>
    public static long Now() => (TimeProvider.System.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static IReadOnlyList<TopicPartition> Partitions(string bootstrap, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        return [.. admin.GetMetadata(topic, Timeout).Topics.Single().Partitions.Select(p => new TopicPartition(topic, p.PartitionId))];
    }

    /// <summary>Offsets between the beginning and the end of all partitions.</summary>
    public static long Count(string bootstrap, string topic)
    {
        using var consumer = NewConsumer(bootstrap, "bench-count");
        return Partitions(bootstrap, topic).Sum(p => consumer.QueryWatermarkOffsets(p, Timeout) is var w ? w.High.Value - w.Low.Value : 0);
    }

    /// <summary>The end offset of each partition.</summary>
    public static IReadOnlyDictionary<int, long> Ends(string bootstrap, string topic)
    {
        using var consumer = NewConsumer(bootstrap, "bench-ends");
        return Partitions(bootstrap, topic).ToDictionary(
            p => p.Partition.Value, p => consumer.QueryWatermarkOffsets(p, Timeout).High.Value);
    }

    /// <summary>Records per key, read from beginning to end.</summary>
    public static Dictionary<string, long> CountKeys(string bootstrap, string topic)
    {
        using var consumer = NewConsumer(bootstrap, "bench-recount");
        var partitions = Partitions(bootstrap, topic);
        var left = partitions.ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(p, Timeout).High.Value);
        foreach (var (partition, end) in left)
            if (end == 0)
                left.Remove(partition);
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        var counts = new Dictionary<string, long>();
        while (left.Count > 0)
        {
            var record = consumer.Consume(Timeout) ?? throw new TimeoutException($"recounting {topic}: nothing for {Timeout}");
            if (record.IsPartitionEOF)
            {
                if (left.TryGetValue(record.TopicPartition, out var wanted) && record.Offset.Value >= wanted)
                    left.Remove(record.TopicPartition);
                continue;
            }
            var key = Encoding.UTF8.GetString(record.Message.Key);
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
            if (left.TryGetValue(record.TopicPartition, out var end) && record.Offset.Value + 1 >= end) left.Remove(record.TopicPartition);
        }
        return counts;
    }

    public static IConsumer<byte[], byte[]> NewConsumer(string bootstrap, string group) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = bootstrap,
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
        FetchQueueBackoffMs = 1,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    }).Build();
}
