using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>Reads topics through with a client of its own for each time.</summary>
internal sealed class TopicScanner(TopicSettings settings, ILogger log) : ITopicScanner
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    // Of what a user passes through for all clients, what a consumer of its own may have.
    private static readonly PassThrough PassThrough = new([], ["bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id"]);

    private readonly SharedAdmin _admin = new(settings, log);

    public Task<IReadOnlyDictionary<int, long>> Scan(
        string topic, (int Partition, long Offset) from, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct) =>
        Task.Run(() => ScanNow(topic, from, on, ct), ct);

    public async Task DeleteBelow(string topic, IReadOnlyDictionary<int, long> offsets)
    {
        if (offsets.Count == 0) return;
        try
        {
            var below = offsets.Select(o => new TopicPartitionOffset(topic, o.Key, o.Value)).ToList();
            await _admin.Use(admin => admin.DeleteRecordsAsync(below, new DeleteRecordsOptions { RequestTimeout = settings.Timeout })).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            // They are only no longer needed.
            KafkaLog.RecordsLeft(log, topic, e.Error.Reason);
        }
    }

    private async Task<IReadOnlyDictionary<int, long>> ScanNow(
        string topic, (int Partition, long Offset) from, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct)
    {
        using var consumer = Build();
        var ends = new Dictionary<int, long>();
        var topics = await TopicDescriber.Describe(consumer.Handle, [topic], settings.Timeout).ConfigureAwait(false);
        if (!topics.TryGetValue(topic, out var info)) return ends;
        for (var partition = from.Partition; partition < info.Partitions; partition++)
        {
            var start = partition == from.Partition && from.Offset > 0 ? new Offset(from.Offset) : Offset.Beginning;
            consumer.Assign(new TopicPartitionOffset(topic, partition, start));
            if (await Read(consumer, on, ct).ConfigureAwait(false) is not { } end) return ends;
            ends[partition] = end;
        }
        return ends;
    }

    /// <summary>Reads to the end of what is assigned, and gives it; null when nothing more is wanted.</summary>
    private async Task<long?> Read(IConsumer<byte[]?, byte[]?> consumer, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct)
    {
        var (silent, deadline) = (TimeSpan.Zero, settings.Timeout);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (consumer.Consume(Step) is not { } result)
            {
                silent += Step;
                if (silent > deadline) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"nothing has come for {silent}"));
                continue;
            }
            silent = TimeSpan.Zero;
            if (result.IsPartitionEOF) return result.Offset.Value;
            var record = new ScannedRecord(
                result.Partition.Value, result.Offset.Value, result.Message.Key, result.Message.Value, result.Message.Headers ?? []);
            if (!await on(record).ConfigureAwait(false)) return null;
        }
    }

    private IConsumer<byte[]?, byte[]?> Build()
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            GroupId = "akka-events-scan", // which is never joined
            EnableAutoCommit = false,
            FetchWaitMaxMs = 10, // each partition's end is told by a fetch that finds nothing
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        };
        PassThrough.Apply(settings.Client, config);
        var lines = new ClientLog(log, TimeProvider.System, settings.Brokers);
        return new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, message) => lines.Write(message)).Build();
    }
}
