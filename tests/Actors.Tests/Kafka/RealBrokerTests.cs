using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Kafka;

/// <summary>What only real brokers do: make topics, and tell their limits.</summary>
public sealed class RealBrokerTests(RealKafkaFixture fixture) : IClassFixture<RealKafkaFixture>
{
    [SkippableFact]
    public async Task Of_many_callers_in_several_processes_one_makes_the_topic_and_all_succeed()
    {
        var processes = Enumerable.Range(0, 3).Select(_ => Topics()).ToList();
        var wish = new TopicWish("made-once", 5, 3, new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        await Task.WhenAll(processes.SelectMany(topics => Enumerable.Range(0, 5).Select(_ => topics.Ensure(wish))));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = fixture.Kafka.Bootstrap }).Build();
        var made = admin.GetMetadata("made-once", TimeSpan.FromMinutes(2)).Topics.Single();
        Assert.Equal((5, 1), (made.Partitions.Count, made.Partitions[0].Replicas.Length));
    }

    [SkippableFact]
    public async Task The_first_event_makes_its_topic_where_that_is_wanted()
    {
        var topics = Topics();
        await using var publisher = Publisher(topics);
        await publisher.PublishAsync(Topic.Text("made-by-publishing").With(partitions: 3), "first");
        Assert.Single(fixture.Kafka.ReadAll("made-by-publishing", 3, 1));
    }

    [SkippableFact]
    public async Task An_event_larger_than_its_topic_allows_is_refused_before_it_is_sent()
    {
        await fixture.Kafka.CreateTopicAsync("small", 1, "max.message.bytes=2000");
        await using var publisher = Publisher(null);
        var topic = Topic.Bytes("small");
        await publisher.PublishAsync(topic, [1]);
        var large = new OutgoingRecord("small", null, new byte[5000]);
        await Eventually.True(() => publisher.Records.Problem(large) is { Code: ErrorCode.MsgSizeTooLarge }, "the topic's limit");
        var e = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(topic, new byte[5000]));
        Assert.Contains("2,000 are allowed (the topic's max.message.bytes)", e.Message, StringComparison.Ordinal);
        await publisher.PublishAsync(topic, new byte[1500]);
    }

    [SkippableFact]
    public async Task A_raised_limit_is_noticed()
    {
        await fixture.Kafka.CreateTopicAsync("raised", 1, "max.message.bytes=2000");
        await using var publisher = Publisher(null);
        var topic = Topic.Bytes("raised");
        var large = new OutgoingRecord("raised", null, new byte[5000]);
        await publisher.PublishAsync(topic, [1]);
        await Eventually.True(() => publisher.Records.Problem(large) is not null, "the topic's limit");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = fixture.Kafka.Bootstrap }).Build();
        await admin.IncrementalAlterConfigsAsync(new()
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = "raised" }] =
                [new ConfigEntry { Name = "max.message.bytes", Value = "10000", IncrementalOperation = AlterConfigOpType.Set }],
        });
        await Eventually.True(
            () => publisher.Records.SendAsync(large).ContinueWith(t => t.IsCompletedSuccessfully).Result, "the raised limit");
    }

    [SkippableFact]
    public async Task A_topic_is_made_as_its_definition_says_or_else_as_is_configured()
    {
        var topics = Topics(s => s with { Partitions = 3, Retention = TimeSpan.FromDays(2) });
        await topics.EnsureAsync(Topic.Text("plain"));
        await topics.EnsureAsync(Topic.Text("table").With(partitions: 2, compacted: true, retention: Timeout.InfiniteTimeSpan));
        var plain = await topics.DescribeAsync("plain");
        Assert.Equal((3, 1, TimeSpan.FromDays(2), false), (plain!.Partitions, plain.Replicas, plain.Retention, plain.IsCompacted));
        var table = await topics.DescribeAsync("table");
        Assert.Equal((2, null, true), (table!.Partitions, table.Retention, table.IsCompacted));
        Assert.Subset((await topics.ListAsync()).ToHashSet(), new HashSet<string> { "plain", "table" });
    }

    [SkippableFact]
    public async Task Properties_unlike_the_definition_are_a_mismatch()
    {
        await fixture.Kafka.CreateTopicAsync("kept", 1, "retention.ms=1000");
        var topics = Topics(s => s with { Mismatch = TopicMismatch.Fail });
        await topics.EnsureAsync(Topic.Text("kept"));
        var e = await Assert.ThrowsAsync<TopicException>(
            () => topics.EnsureAsync(Topic.Text("kept").With(retention: TimeSpan.FromSeconds(2), compacted: false)));
        Assert.Equal("it has retention.ms=1000 instead of 2000.", e.Reason);
    }

    [SkippableFact]
    public async Task A_topic_deleted_meanwhile_is_made_again()
    {
        var topics = Topics();
        var topic = Topic.Text("deleted").With(partitions: 3);
        await using (var publisher = Publisher(topics)) await publisher.PublishAsync(topic, "first");
        Assert.True(await topics.DeleteAsync("deleted"));
        Assert.False(await topics.DeleteAsync("deleted"));
        Assert.Null(await topics.DescribeAsync("deleted"));
        await using (var publisher = Publisher(topics)) await publisher.PublishAsync(topic, "second");
        Assert.Single(fixture.Kafka.ReadAll("deleted", 3, 1));
    }

    [SkippableFact]
    public async Task Events_published_while_their_topic_is_made_keep_their_order()
    {
        await using var publisher = Publisher(Topics());
        var topic = Topic.Long("in-order").With(partitions: 1);
        var sending = Enumerable.Range(0, 200).Select(i => publisher.Publish(topic, i)).ToArray();
        await publisher.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), sending.Select(t => t.Result.Offset.Value));
    }

    private KafkaTopics Topics(Func<TopicSettings, TopicSettings>? change = null) =>
        new((change ?? (s => s))(new TopicSettings { BootstrapServers = fixture.Kafka.Bootstrap }), NullLogger.Instance, TimeProvider.System);

    private KafkaPublisher Publisher(KafkaTopics? topics) => new(
        new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = fixture.Kafka.Bootstrap }, CloudEvents = false },
        topics,
        NullLogger.Instance,
        TimeProvider.System);
}
