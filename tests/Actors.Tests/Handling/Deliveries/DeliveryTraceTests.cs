using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Deliveries;

public sealed class DeliveryTraceTests
{
    [Fact]
    public async Task Each_attempt_is_a_span_that_says_what_was_handled_and_how_it_ended()
    {
        var topic = "traced-" + Guid.NewGuid().ToString("N");
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EventsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.OperationName == "process events") spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);

        var partition = new TopicPartition("events", 0);
        await using var group = await EventsHarness.Start(new FakeTopics().Create("events", 1), [EventsHarness.Entity<Counter, Count>()]);
        group.Client.Assign(partition);
        group.Topics.Append("events", topic, "fail1");
        await group.Handled(partition);

        var mine = spans.Where(s => Equals(s.GetTagItem("messaging.kafka.message.key"), topic)).ToArray();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], mine.Select(s => s.Status));
        Assert.Equal([1, 2], mine.Select(s => s.GetTagItem("akka_events.attempt")));
        Assert.Equal(0L, mine[0].GetTagItem("messaging.kafka.offset"));
        Assert.Equal("counter", mine[0].GetTagItem("akka_events.handler"));
    }
}
