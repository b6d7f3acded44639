using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace Akka.Events.Torture;

/// <summary>What a topic's ledgers must say, read from the topic itself.</summary>
internal static class Recount
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The end offset of each partition.</summary>
    public static IReadOnlyDictionary<int, long> Ends(string kafka, string topic, int partitions)
    {
        using var consumer = NewConsumer(kafka, "recount");
        return Enumerable.Range(0, partitions).ToDictionary(
            p => p, p => Ask(() => consumer.QueryWatermarkOffsets(new TopicPartition(topic, p), Limit).High.Value));
    }

    /// <summary>What the group has committed of each partition; 0 where nothing.</summary>
    public static IReadOnlyDictionary<int, long> Committed(string kafka, string topic, int partitions, string group)
    {
        using var consumer = NewConsumer(kafka, group);
        return Ask(() => consumer.Committed(Enumerable.Range(0, partitions).Select(p => new TopicPartition(topic, p)), Limit))
            .ToDictionary(p => p.Partition.Value, p => Math.Max(0, p.Offset.Value));
    }

    /// <summary>Every key's ledger.</summary>
    public static Dictionary<string, LedgerState> Read(string kafka, string topic, IReadOnlyDictionary<int, long> ends)
    {
        using var consumer = NewConsumer(kafka, "recount");
        var left = ends.Where(end => end.Value > 0).Select(end => end.Key).ToHashSet();
        consumer.Assign(left.Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var ledgers = new Dictionary<string, LedgerState>();
        while (left.Count > 0)
        {
            var record = consumer.Consume(Limit) ?? throw new TimeoutException($"recounting {topic}: nothing for {Limit}");
            if (!record.IsPartitionEOF)
            {
                var key = Encoding.UTF8.GetString(record.Message.Key);
                ledgers[key] = (ledgers.GetValueOrDefault(key) ?? new LedgerState())
                    .With(Number(record.Message.Value), record.Offset.Value);
            }
            var next = record.Offset.Value + (record.IsPartitionEOF ? 0 : 1);
            if (next >= ends[record.Partition.Value]) left.Remove(record.Partition.Value);
        }
        return ledgers;
    }

    public static byte[] Value(long number) => Serializers.Int64.Serialize(number, SerializationContext.Empty);

    // A broker that has just been started isn't the leader or coordinator of anything yet.
    private static T Ask<T>(Func<T> question)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return question();
            }
            catch (KafkaException) when (Stopwatch.GetElapsedTime(begun) < Limit)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static long Number(byte[] value) => Deserializers.Int64.Deserialize(value, false, SerializationContext.Empty);

    private static IConsumer<byte[], byte[]> NewConsumer(string kafka, string group) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = kafka,
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    }).SetLogHandler((_, _) => { }).Build();
}
