using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class GroupConsumerConfigTests
{
    private static readonly GroupConsumerSettings Settings = new() { BootstrapServers = "b:1", GroupId = "billing" };

    [Fact]
    public void A_group_of_one_topic_is_assigned_stickily_and_of_several_by_range()
    {
        Assert.Equal(PartitionAssignmentStrategy.CooperativeSticky, Settings.ToConsumerConfig().PartitionAssignmentStrategy);
        var several = Settings with { CoPartitioned = true };
        Assert.Equal(PartitionAssignmentStrategy.Range, several.ToConsumerConfig().PartitionAssignmentStrategy);
    }

    [Fact]
    public void Under_the_new_protocol_the_brokers_assign()
    {
        var config = (Settings with { Protocol = GroupProtocol.Consumer, CoPartitioned = true }).ToConsumerConfig();
        Assert.Equal("range", config.GroupRemoteAssignor);
        Assert.Null(config.PartitionAssignmentStrategy);
        Assert.Null((Settings with { Protocol = GroupProtocol.Consumer }).ToConsumerConfig().GroupRemoteAssignor);
    }

    [Fact]
    public void The_prefetch_budget_is_shared_out_among_the_partitions()
    {
        Assert.Equal(8192, (Settings with { PrefetchBytes = 64 << 20, ExpectedPartitions = 8 }).ToConsumerConfig().QueuedMaxMessagesKbytes);
        Assert.Equal(1 << 20, (Settings with { PrefetchBytes = 64 << 20, ExpectedPartitions = 8 }).ToConsumerConfig().MaxPartitionFetchBytes);
        var many = (Settings with { PrefetchBytes = 64 << 20, ExpectedPartitions = 500 }).ToConsumerConfig();
        Assert.Equal((131, 131 << 10), (many.QueuedMaxMessagesKbytes, many.MaxPartitionFetchBytes));
        var most = Settings with { PrefetchBytes = 64 << 20, ExpectedPartitions = 10_000 };
        Assert.Equal(64, most.ToConsumerConfig().QueuedMaxMessagesKbytes);
    }

    [Fact]
    public void A_request_for_partitions_without_new_records_holds_up_the_others_only_briefly() =>
        Assert.InRange(Settings.ToConsumerConfig().FetchWaitMaxMs!.Value, 1, 50);

    [Theory]
    [InlineData(10, null, null, 60_000)]
    [InlineData(120, null, null, 150_000)]
    [InlineData(10, "100000", null, 100_000)]
    [InlineData(10, "20000", "45000", 45_000)]
    public void A_group_waits_for_members_that_have_gone_no_longer_than_one_needs_to_give_its_partitions_up(int drain, string? session, string? said, int expected)
    {
        var client = new Dictionary<string, string>();
        if (session is not null) client["session.timeout.ms"] = session;
        if (said is not null) client["max.poll.interval.ms"] = said;
        var settings = Settings with { DrainTimeout = TimeSpan.FromSeconds(drain), Client = client };
        Assert.Equal(expected, settings.ToConsumerConfig().MaxPollIntervalMs);
        Assert.Null(settings.Refusal());
    }

    [Theory]
    [InlineData("enable.auto.commit", "true")]
    [InlineData("auto.commit.enable", "true")]
    [InlineData("enable.auto.offset.store", "true")]
    [InlineData("isolation.level", "read_uncommitted")]
    [InlineData("group.id", "other")]
    [InlineData("bootstrap.servers", "b:2")]
    public void Properties_that_the_delivery_rules_stand_on_are_refused(string key, string value)
    {
        var settings = Settings with { Client = new Dictionary<string, string> { [key] = value } };
        var e = Assert.Throws<ArgumentException>(settings.ToConsumerConfig);
        Assert.StartsWith($"akka.events.kafka.client.{key} ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_properties_are_passed_through_and_win_over_defaults()
    {
        var settings = Settings with
        {
            Client = new Dictionary<string, string>
            {
                ["fetch.min.bytes"] = "10",
                ["fetch.queue.backoff.ms"] = "7",
                ["enable.auto.commit"] = "false",
            },
        };
        var config = settings.ToConsumerConfig();
        Assert.Equal((10, 7, false), (config.FetchMinBytes, config.FetchQueueBackoffMs, config.EnableAutoCommit));
    }
}
