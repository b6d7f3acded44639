using System.Globalization;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>Settings as librdkafka's configuration.</summary>
internal static class GroupConsumerConfig
{
    private const string CommittedByHand = "offsets are committed when the handling of their records has ended";

    private static readonly PassThrough PassThrough = new(
        [
            new("enable.auto.commit", "false", CommittedByHand),
            new("auto.commit.enable", "false", CommittedByHand),
            new("enable.auto.offset.store", "false", CommittedByHand),
            new("isolation.level", "read_committed", "records of aborted transactions are never handled"),
            new("enable.partition.eof", "true", "what lies behind the last record, markers of transactions, would look like lag"),
        ],
        [
            "bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id", "group.protocol", "group.remote.assignor",
            "partition.assignment.strategy", "auto.offset.reset",
        ]);

    /// <exception cref="ArgumentException">
    /// A property is passed through that this design needs otherwise, or has an option of its own for.
    /// </exception>
    internal static ConsumerConfig ToConsumerConfig(this GroupConsumerSettings settings)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            GroupId = settings.GroupId,
            GroupInstanceId = settings.GroupInstanceId,
            GroupProtocol = settings.Protocol,
            AutoOffsetReset = settings.OffsetReset,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            AllowAutoCreateTopics = false,
            // A full queue otherwise stops fetching for a second.
            FetchQueueBackoffMs = 1,
            // By default 500: a partition far ahead of the others then reads 60,000 records/s (FetchPatience says why).
            FetchWaitMaxMs = 50,
            QueuedMaxMessagesKbytes = PrefetchKilobytes(settings),
            // One answer may bring as much for each partition, however little is wanted more.
            MaxPartitionFetchBytes = Math.Min(PrefetchKilobytes(settings), 1024) * 1024,
            TopicMetadataRefreshIntervalMs = (int)Math.Clamp(settings.TopicRefresh.TotalMilliseconds, 10, 3_600_000),
        };
        if (settings.ClientId is { } clientId) config.ClientId = clientId;
        if (settings.Protocol == GroupProtocol.Classic)
            config.PartitionAssignmentStrategy =
                settings.CoPartitioned ? PartitionAssignmentStrategy.Range : PartitionAssignmentStrategy.CooperativeSticky;
        else if (settings.CoPartitioned)
            config.GroupRemoteAssignor = "range";

        PassThrough.Apply(settings.Client, config);
        config.MaxPollIntervalMs ??= RebalanceTimeout(settings, config.SessionTimeoutMs);
        return config;
    }

    // A group waits as long for members that have gone without a word, as after a broker's end, before it gives their partitions to others.
    // Here one polls however long its handlers take: what a member needs is the time to give up its partitions. librdkafka asks for a
    // session's at least.
    private static int RebalanceTimeout(GroupConsumerSettings settings, int? session) =>
        (int)Math.Min(Math.Max(Math.Max(60_000, settings.DrainTimeout.TotalMilliseconds + 30_000), session ?? 0), 86_400_000);

    /// <summary>What librdkafka has against the settings; null when nothing.</summary>
    internal static string? Refusal(this GroupConsumerSettings settings) => ClientTrial.Refusal(settings.ToConsumerConfig());

    /// <summary>
    /// Each partition's share of the budget, which librdkafka counts by the partition's own queue: 64 KiB at least, 64 MiB at most.
    /// </summary>
    internal static int PrefetchKilobytes(GroupConsumerSettings settings) =>
        (int)Math.Clamp(settings.PrefetchBytes / 1024 / Math.Max(1, settings.ExpectedPartitions), 64, 65536);
}
