using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Kafka;

/// <summary>What every group consumer promises to the actors, against librdkafka's mock brokers.</summary>
public abstract class GroupConsumerConformance : IDisposable
{
    private const short OffsetCommit = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly MockKafka _cluster = MockKafka.Start();
    private readonly List<IGroupConsumer> _consumers = [];

    protected GroupConsumerConformance() => _cluster.CreateTopic("flights", 4);

    private protected abstract IGroupConsumer Create(GroupConsumerSettings settings);

    public void Dispose()
    {
        Task.WaitAll([.. _consumers.Select(c => c.Close())]);
        _cluster.Dispose();
    }

    [Fact]
    public async Task Every_record_arrives_once_and_in_the_order_of_its_partition()
    {
        await Produce("flights", 500, 0, 1, 2, 3);
        var member = Join();
        await Eventually.True(() => member.Records.Count >= 2000, "2000 records");
        foreach (var partition in member.Records.GroupBy(r => r.Partition))
            Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), partition.Select(r => r.Offset));
        Assert.Equal(4, member.Records.Select(r => r.Partition).Distinct().Count());
    }

    [Fact]
    public async Task A_record_keeps_key_value_timestamp_and_headers()
    {
        var headers = new Headers { { "ce_id", "7"u8.ToArray() }, { "empty", [] }, { "none", null } };
        await _cluster.ProduceAsync("flights", 1,
        [
            new Message<byte[]?, byte[]?>
            {
                Key = "LAX"u8.ToArray(),
                Value = "on time"u8.ToArray(),
                Headers = headers,
                Timestamp = new Timestamp(1234567890123, TimestampType.CreateTime),
            },
            new Message<byte[]?, byte[]?> { Key = null, Value = null },
            new Message<byte[]?, byte[]?> { Key = [], Value = [] },
        ]);
        var member = Join();
        await Eventually.True(() => member.Records.Count == 3, "3 records");
        var read = member.Records.ToArray();
        Assert.Equal(("LAX", "on time", 1234567890123), (read[0].Key, read[0].Value, read[0].Timestamp));
        Assert.Equal(["ce_id", "empty", "none"], read[0].Headers!.Select(h => h.Key));
        Assert.Equal("7"u8.ToArray(), read[0].Headers!.GetLastBytes("ce_id"));
        Assert.Equal([], read[0].Headers!.GetLastBytes("empty"));
        Assert.Null(read[0].Headers!.GetLastBytes("none"));
        Assert.Equal((null, null, null), (read[1].Key, read[1].Value, read[1].Headers));
        Assert.Equal(("", ""), (read[2].Key, read[2].Value));
    }

    [Fact]
    public async Task Records_that_come_later_are_announced()
    {
        var member = Join();
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        for (var i = 1; i <= 20; i++)
        {
            await Produce("flights", 1, i % 4);
            await Eventually.True(() => member.Records.Count == i, $"record {i}");
        }
    }

    [Fact]
    public async Task A_partition_that_is_not_read_holds_back_nothing_but_itself()
    {
        var member = Join(reads: false);
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        await Produce("flights", 15_000, 0);
        await Produce("flights", 100, 1);
        var quick = member.Readers[new TopicPartition("flights", 1)];
        quick.Queue.Available = quick.Schedule;
        await Eventually.True(() => member.Records.Count == 100, "the other partition's records");
        var slow = member.Readers[new TopicPartition("flights", 0)];
        slow.Queue.Available = slow.Schedule;
        await Eventually.True(() => member.Records.Count == 15_100, "the held back records");
        var offsets = member.Records.Where(r => r.Partition.Partition == 0).Select(r => r.Offset);
        Assert.Equal(Enumerable.Range(0, 15_000).Select(i => (long)i), offsets);
    }

    [Fact]
    public async Task A_seek_right_after_the_assignment_decides_where_reading_starts()
    {
        await Produce("flights", 1000, 2);
        var member = Join(reads: false);
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        await member.Consumer.Seek(new TopicPartitionOffset("flights", 2, 990)).WaitAsync(Patience);
        var reader = member.Readers[new TopicPartition("flights", 2)];
        reader.Queue.Available = reader.Schedule;
        await Eventually.True(() => member.Records.Count == 10, "the last ten records");
        Assert.Equal(Enumerable.Range(990, 10).Select(i => (long)i), member.Records.Select(r => r.Offset));
    }

    [Fact]
    public async Task A_seek_back_reads_again()
    {
        await Produce("flights", 100, 0);
        var member = Join();
        await Eventually.True(() => member.Records.Count == 100, "the records");
        await member.Consumer.Seek(new TopicPartitionOffset("flights", 0, 40));
        await Eventually.True(() => member.Records.Count == 160, "the records again");
        Assert.Equal(Enumerable.Range(40, 60).Select(i => (long)i), member.Records.Skip(100).Select(r => r.Offset));
    }

    [Fact]
    public async Task A_seek_of_a_partition_that_is_not_ours_fails()
    {
        var member = Join();
        var e = await Assert.ThrowsAsync<KafkaException>(() => member.Consumer.Seek(new TopicPartitionOffset("other", 0, 5)));
        Assert.Equal(ErrorCode.Local_AssignmentLost, e.Error.Code);
    }

    [Fact]
    public async Task The_next_member_starts_where_the_last_one_has_committed()
    {
        await Produce("flights", 100, 0, 1);
        var first = Join(Succeeded);
        await Eventually.True(() => first.Records.Count == 200, "the records");
        await first.Consumer.Commit([new TopicPartitionOffset("flights", 0, 60), new TopicPartitionOffset("flights", 1, 100)]);
        var committed = await first.Consumer.Committed([new("flights", 0), new("flights", 1), new("flights", 2)], Patience);
        Assert.Equal([60, 100, Offset.Unset], committed.OrderBy(o => o.Partition.Value).Select(o => o.Offset));
        await first.Consumer.Close();

        var second = Join();
        await Eventually.True(() => second.Records.Count >= 40, "the rest");
        Assert.Equal(Enumerable.Range(60, 40).Select(i => (long)i), second.Records.Select(r => r.Offset));
    }

    [Theory]
    [InlineData(ErrorCode.RebalanceInProgress)]
    [InlineData(ErrorCode.IllegalGeneration)]
    public async Task A_commit_that_meets_a_rebalance_is_tried_again_and_never_sets_back_a_later_one(ErrorCode error)
    {
        await Produce("flights", 10, 0);
        var member = Join(Succeeded);
        await Eventually.True(() => member.Records.Count >= 10, "the records");
        _cluster.FailNext(OffsetCommit, error);
        var commits = Enumerable.Range(1, 10).Select(i => member.Consumer.Commit([new TopicPartitionOffset("flights", 0, i)])).ToArray();
        try
        {
            await Task.WhenAll(commits).WaitAsync(Patience);
            var committed = await member.Consumer.Committed([new("flights", 0)], Patience);
            Assert.Equal(10, committed[0].Offset);
        }
        catch (KafkaException) when (error == ErrorCode.IllegalGeneration)
        {
            // The client itself has given the partition up: then the commit may fail, but the member must have been told.
            await Eventually.True(() => member.Happened.Any(h => h.What == "lost"), "the loss");
        }
    }

    [Fact]
    public async Task A_commit_that_is_refused_for_good_fails()
    {
        var member = Join();
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        _cluster.FailNext(OffsetCommit, ErrorCode.GroupAuthorizationFailed);
        var e = await Assert.ThrowsAsync<KafkaException>(() => member.Consumer.Commit([new TopicPartitionOffset("flights", 0, 1)]));
        Assert.Equal(ErrorCode.GroupAuthorizationFailed, e.Error.Code);
    }

    [Fact]
    public async Task Commits_made_while_handing_over_arrive_before_the_next_owner_starts()
    {
        await Produce("flights", 200, 0, 1, 2, 3);
        var first = Join(Succeeded);
        CommitOnRevoke(first);
        await Eventually.True(() => first.Records.Count >= 800, "the records");
        var second = Join(Succeeded);
        await Eventually.True(() => second.Assigned.Count() == 2 && first.Assigned.Count() == 2, "a fair share each");
        await Produce("flights", 50, 0, 1, 2, 3);
        var all = () => first.Records.Concat(second.Records).Select(r => (r.Partition, r.Offset)).ToList();
        await Eventually.True(() => all().Distinct().Count() == 1000, "the later records");
        Assert.Contains(first.Happened, h => h.What is "revoked" or "lost");
        // The mock coordinator (not Kafka's) refuses commits while another member joins, and gives up a member that a busy machine holds
        // up for a session: then the records come again.
        if (first.RevocationErrors.IsEmpty && !first.Happened.Concat(second.Happened).Any(h => h.What == "lost"))
            Assert.Equal(1000, all().Count);
    }

    [Fact]
    public async Task Consumers_without_a_group_each_read_all_that_comes_after_their_start()
    {
        await Produce("flights", 10, 0, 1, 2, 3);
        var positions = new LonePositions(fromBeginning: false, TimeProvider.System);
        var first = Join(Alone(positions));
        var second = Join(Alone(new LonePositions(fromBeginning: false, TimeProvider.System)));
        await Eventually.True(() => first.HasJoined && second.HasJoined, "both read");
        Assert.Equal((4, 4), (first.Assigned.Count(), second.Assigned.Count()));
        await Produce("flights", 5, 0, 1, 2, 3);
        await Eventually.True(() => first.Records.Count >= 20 && second.Records.Count >= 20, "each has all of the later records");
        Assert.Equal([10, 11, 12, 13, 14], second.Records.Where(r => r.Partition.Partition == 2).Select(r => r.Offset));
        Assert.True(positions.Age < Patience);

        // What another client goes on from.
        await first.Consumer.Commit([.. Enumerable.Range(0, 4).Select(p => new TopicPartitionOffset("flights", p, p == 1 ? 12 : 15))]);
        await first.Consumer.Close();
        await Produce("flights", 1, 3);
        var third = Join(Alone(positions));
        await Eventually.True(() => third.Records.Count >= 4, "the rest");
        Assert.Equal(["1/12", "1/13", "1/14", "3/15"], third.Records.Select(r => $"{r.Partition.Partition.Value}/{r.Offset}").Order());
    }

    [Fact]
    public async Task A_consumer_without_a_group_reads_from_the_beginning_where_it_is_told_to()
    {
        await Produce("flights", 10, 0, 1, 2, 3);
        var all = Join(Alone(new LonePositions(fromBeginning: true, TimeProvider.System)));
        await Eventually.True(() => all.Records.Count == 40, "all records");
    }

    [Fact]
    public async Task Closing_hands_over_what_is_owned_and_commits_on_the_way()
    {
        await Produce("flights", 100, 0);
        var first = Join();
        CommitOnRevoke(first);
        await Eventually.True(() => first.Records.Count == 100, "the records");
        await first.Consumer.Close().WaitAsync(Patience);
        Assert.Equal("revoked", first.Happened.Last().What);
        Assert.Equal(4, first.Happened.Last().Partitions.Length);

        using var asker = new ConsumerBuilder<Ignore, Ignore>(Settings().ToConsumerConfig()).Build();
        Assert.Equal(100, Assert.Single(asker.Committed([new("flights", 0)], Patience)).Offset);
    }

    [Fact]
    public async Task After_closing_a_queue_gives_nothing_and_commands_fail()
    {
        await Produce("flights", 100, 0);
        var member = Join(reads: false);
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        var reader = member.Readers[new TopicPartition("flights", 0)];
        foreach (var r in member.Readers.Values) r.Queue.Available = r.Schedule;
        await member.Consumer.Close();
        Assert.Equal(0, reader.Queue.Read(10, reader));
        await Assert.ThrowsAsync<KafkaException>(() => member.Consumer.Commit([new TopicPartitionOffset("flights", 0, 1)]));
        await Assert.ThrowsAsync<KafkaException>(() => member.Consumer.Committed([new("flights", 0)], Patience));
        Assert.Equal(Offset.Unset, member.Consumer.Watermarks(new TopicPartition("flights", 0)).High);
        await member.Consumer.Close();
    }

    [Fact]
    public async Task Closing_ends_without_any_broker()
    {
        var consumer = Create(Settings() with { BootstrapServers = "127.0.0.1:1" });
        consumer.Start(["flights"], new Member(consumer));
        await consumer.Close().WaitAsync(Patience);
    }

    [Fact]
    public async Task Closing_ends_when_the_brokers_have_gone_and_fails_what_waits()
    {
        var member = Join(settings => settings with { CloseTimeout = TimeSpan.FromSeconds(2) });
        await Eventually.True(() => member.Assigned.Count() == 4, "an assignment");
        _cluster.StopBroker(1);
        var commit = member.Consumer.Commit([new TopicPartitionOffset("flights", 0, 1)]);
        await member.Consumer.Close().WaitAsync(Patience);
        await Assert.ThrowsAsync<KafkaException>(() => commit.WaitAsync(Patience));
        _cluster.RestartBroker(1);
    }

    [Fact]
    public async Task Closing_ends_when_the_brokers_have_gone_and_what_is_handed_over_cannot_be_committed()
    {
        await Produce("flights", 10, 0);
        var member = Join(settings => settings with { CloseTimeout = TimeSpan.FromMilliseconds(200) });
        CommitOnRevoke(member);
        await Eventually.True(() => member.Records.Count == 10, "the records");
        _cluster.StopBroker(1);
        await member.Consumer.Close().WaitAsync(Patience / 2);
        await Eventually.True(() => !member.RevocationErrors.IsEmpty, "the commit's failure");
        _cluster.RestartBroker(1);
    }

    [Fact]
    public async Task Closing_before_starting_ends_at_once()
    {
        var consumer = Create(Settings());
        await consumer.Close().WaitAsync(Patience);
        Assert.Throws<InvalidOperationException>(() => consumer.Start(["flights"], new Member(consumer)));
    }

    [Fact]
    public async Task Watermarks_are_known_of_what_is_read()
    {
        await Produce("flights", 25, 3);
        var member = Join();
        await Eventually.True(() => member.Records.Count == 25, "the records");
        Assert.Equal(25, member.Consumer.Watermarks(new TopicPartition("flights", 3)).High);
        Assert.Equal(Offset.Unset, member.Consumer.Watermarks(new TopicPartition("other", 0)).High);
    }

    [Fact]
    public async Task Partition_counts_are_told()
    {
        var member = Join();
        var topics = await member.Consumer.Topics(["flights"], Patience);
        Assert.Equal(4, Assert.Single(topics).Value.Partitions);
    }

    private protected GroupConsumerSettings Settings() => new()
    {
        BootstrapServers = _cluster.Bootstrap,
        GroupId = "billing",
        Client = new Dictionary<string, string>
        {
            // A machine that is too busy for heartbeats ends no session.
            ["session.timeout.ms"] = "60000",
            ["heartbeat.interval.ms"] = "100",
            ["fetch.wait.max.ms"] = "10",
        },
    };

    /// <summary>For a member after which another one joins: the mock coordinator lets that one wait for a second less than the session.</summary>
    private static GroupConsumerSettings Succeeded(GroupConsumerSettings settings) =>
        settings with { Client = new Dictionary<string, string>(settings.Client) { ["session.timeout.ms"] = "2500" } };

    private Member Join(Func<GroupConsumerSettings, GroupConsumerSettings>? change = null, bool reads = true)
    {
        var consumer = Create((change ?? (s => s))(Settings()));
        _consumers.Add(consumer);
        var member = new Member(consumer) { Reads = reads };
        consumer.Start(["flights"], member);
        return member;
    }

    private static Func<GroupConsumerSettings, GroupConsumerSettings> Alone(LonePositions positions) =>
        settings => settings with { Alone = positions, TopicRefresh = TimeSpan.FromMilliseconds(100) };

    private static void CommitOnRevoke(Member member) => member.OnRevoked = partitions => member.Consumer.Commit(
        [.. partitions.Where(p => member.Readers[p].Next >= 0).Select(p => new TopicPartitionOffset(p, member.Readers[p].Next))]);

    private async Task Produce(string topic, int count, params int[] partitions)
    {
        var messages = Enumerable.Range(0, count)
            .Select(i => new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes($"k{i}"), Value = Encoding.UTF8.GetBytes($"v{i}") })
            .ToList();
        foreach (var partition in partitions) await _cluster.ProduceAsync(topic, partition, messages);
    }
}
