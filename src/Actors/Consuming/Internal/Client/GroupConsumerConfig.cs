using System.Globalization;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Client;

/// <summary>Settings as librdkafka's configuration.</summary>
internal static class GroupConsumerConfig
{
    private static readonly (string Key, string Value, string Reason)[] Fixed =
    [
        ("enable.auto.commit", "false", "offsets are committed when the handling of their records has ended"),
        ("auto.commit.enable", "false", "offsets are committed when the handling of their records has ended"),
        ("enable.auto.offset.store", "false", "offsets are committed when the handling of their records has ended"),
        ("isolation.level", "read_committed", "records of aborted transactions are never handled"),
        ("enable.partition.eof", "false", "the ends of partitions are no records"),
    ];

    private static readonly string[] Owned =
    [
        "bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id", "group.protocol", "group.remote.assignor",
        "partition.assignment.strategy", "auto.offset.reset",
    ];

    /// <exception cref="ArgumentException">A property is passed through that this design needs otherwise, or has an option of its own for.</exception>
    internal static ConsumerConfig ToConsumerConfig(this GroupConsumerSettings settings)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            GroupId = settings.GroupId,
            GroupInstanceId = settings.GroupInstanceId,
            AutoOffsetReset = settings.OffsetReset,
            GroupProtocol = settings.Protocol,
            // A full queue otherwise stops fetching for a second.
            FetchQueueBackoffMs = 1,
            QueuedMaxMessagesKbytes = PrefetchKilobytes(settings),
            AllowAutoCreateTopics = false,
        };
        if (settings.ClientId is { } clientId) config.ClientId = clientId;
        if (settings.Protocol == GroupProtocol.Consumer)
        {
            if (settings.CoPartitioned) config.GroupRemoteAssignor = "range";
        }
        else
        {
            config.PartitionAssignmentStrategy =
                settings.CoPartitioned ? PartitionAssignmentStrategy.Range : PartitionAssignmentStrategy.CooperativeSticky;
        }

        foreach (var (key, value) in settings.Client)
        {
            Check(key, value);
            config.Set(key, value);
        }

        foreach (var (key, value, _) in Fixed.Where(f => f.Key != "auto.commit.enable")) config.Set(key, value);
        return config;
    }

    /// <summary>Each partition's share of the budget, which librdkafka counts by the partition's own queue: 1 MiB at least, 64 MiB at most.</summary>
    internal static int PrefetchKilobytes(GroupConsumerSettings settings) =>
        (int)Math.Clamp(settings.PrefetchBytes / 1024 / Math.Max(1, settings.ExpectedPartitions), 1024, 65536);

    private static void Check(string key, string value)
    {
        if (Owned.Contains(key))
            throw new ArgumentException($"akka.events.kafka.client.{key} can't be passed through: it follows from the group's own options.");
        if (Array.Find(Fixed, f => f.Key == key) is { Key: not null } rule && !string.Equals(rule.Value, value, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"akka.events.kafka.client.{key} must be '{rule.Value}' and not '{value}': {rule.Reason}."));
    }
}
