using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.LocalServers;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class KafkaTopicsTests : IDisposable
{
    private readonly MockKafka _cluster = MockKafka.Start();

    public KafkaTopicsTests() => _cluster.CreateTopic("flights", 4);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task An_existing_topic_is_left_as_it_is()
    {
        var topics = Topics(TopicMismatch.Fail);
        await topics.Ensure(new TopicWish("flights"));
        await topics.Ensure(new TopicWish("flights", 4, 3));
    }

    [Fact]
    public async Task A_topic_otherwise_than_wished_for_fails_where_that_is_the_rule()
    {
        var topics = Topics(TopicMismatch.Fail);
        var e = await Assert.ThrowsAsync<TopicException>(() => topics.Ensure(new TopicWish("flights", 8)));
        Assert.Equal("Topic 'flights': it has 4 partitions instead of 8.", e.Message);
        await topics.Ensure(new TopicWish("flights", 4));
    }

    [Theory]
    [InlineData(TopicMismatch.Ignore)]
    [InlineData(TopicMismatch.Warn)]
    public async Task Else_it_is_taken_as_it_is(TopicMismatch mismatch)
    {
        var topics = Topics(mismatch);
        await topics.Ensure(new TopicWish("flights", 8));
    }

    [Fact]
    public async Task Brokers_that_make_no_topics_are_told_of_clearly()
    {
        _cluster.SetTopicError("missing", ErrorCode.UnknownTopicOrPart);
        var topics = Topics(TopicMismatch.Warn);
        var e = await Assert.ThrowsAsync<TopicException>(() => topics.Ensure(new TopicWish("missing")));
        Assert.Contains("can't be asked to make it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_Kafka_refuses_is_refused_here()
    {
        var topics = Topics(TopicMismatch.Warn);
        await Assert.ThrowsAsync<ArgumentException>(() => topics.Ensure(new TopicWish("delay alerts")));
    }

    private KafkaTopics Topics(TopicMismatch mismatch) => new(
        new TopicSettings { BootstrapServers = _cluster.Bootstrap, Mismatch = mismatch, Timeout = TimeSpan.FromMinutes(1) },
        NullLogger.Instance,
        TimeProvider.System);
}
