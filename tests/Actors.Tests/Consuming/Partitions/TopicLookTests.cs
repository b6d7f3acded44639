using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Tests.Fakes;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

public sealed class TopicLookTests
{
    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task Whoever_asks_while_an_answer_is_awaited_shares_a_later_question()
    {
        var client = new FakeGroupConsumer(_topics) { TopicsGate = new TaskCompletionSource() };
        var look = new TopicLook(client, ["events"], TimeSpan.FromSeconds(1));
        var first = look.Ask();
        var (second, third) = (look.Ask(), look.Ask());
        Assert.Same(second, third);
        Assert.Equal(1, client.TopicsAsked);

        _topics.Recreate("events", 0);
        var gate = client.TopicsGate;
        client.TopicsGate = null;
        gate.SetResult();
        await first;
        Assert.Equal("events-2", (await second)["events"].Id);
        Assert.Equal(2, client.TopicsAsked);
    }

    [Fact]
    public async Task A_question_that_fails_fails_nobody_elses()
    {
        var client = new FakeGroupConsumer(_topics);
        client.TopicsAnswers.Enqueue(new Confluent.Kafka.KafkaException(Confluent.Kafka.ErrorCode.Local_TimedOut));
        var look = new TopicLook(client, ["events"], TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<Confluent.Kafka.KafkaException>(look.Ask);
        Assert.Equal("events-1", (await look.Ask())["events"].Id);
    }
}
