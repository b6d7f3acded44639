using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Support;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
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
        foreach (var topics in processes) topics.Dispose();
    }

    [SkippableFact]
    public async Task The_first_event_makes_its_topic_where_that_is_wanted()
    {
        using var topics = Topics();
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
        await Eventually.True(() => publisher.Problem(large) is { Code: ErrorCode.MsgSizeTooLarge }, "the topic's limit");
        var e = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(topic, new byte[5000]));
        Assert.Contains("2,000 are allowed (the topic's max.message.bytes)", e.Message, StringComparison.Ordinal);
        await publisher.PublishAsync(topic, new byte[1500]);
    }

    private KafkaTopics Topics() =>
        new(new TopicSettings { BootstrapServers = fixture.Kafka.Bootstrap }, NullLogger.Instance, TimeProvider.System);

    private KafkaPublisher Publisher(KafkaTopics? topics) => new(
        new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = fixture.Kafka.Bootstrap }, CloudEvents = false },
        topics,
        NullLogger.Instance,
        TimeProvider.System);
}
