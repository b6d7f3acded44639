using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class GroupProblemsTests
{
    private static readonly TopicPartition[] Both = [new("events", 0), new("events", 1)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);

    [Fact]
    public async Task A_stopped_partition_is_a_part_and_all_of_them_are_the_group()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        for (var i = 0; i < 20; i++) _topics.Append("events", "key" + i, "x");
        group.Client.Assign(Both);
        await group.Handled(Both);
        var problems = group.Runtime.Context.Problems;
        Assert.False(Status(group).ProblemIsPartial);

        problems.Report(ShardProblem.Journal(null, 0), ProblemCause.JournalUnavailable, "the journal of shard 0 can't be written");
        Assert.True(Status(group).ProblemIsPartial);
        problems.Report(new TopicPartition("events", 1), ProblemCause.PositionRefused, "events [1]: its log is too short");
        Assert.False(Status(group).ProblemIsPartial);
        Assert.Equal(["position-refused", "journal-unavailable"], Status(group).Problems.Select(p => p.Code));

        problems.Settle(ShardProblem.Journal(null, 0));
        Assert.True(Status(group).ProblemIsPartial);
    }

    [Fact]
    public async Task What_stops_the_group_comes_first_and_keeps_its_beginning_while_its_text_changes()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var problems = group.Runtime.Context.Problems;
        problems.Report("handler", ProblemCause.HandlerFails, "attempt 1");
        problems.Report("kafka", ProblemCause.KafkaUnreachable, "Kafka can't be reached");
        var since = Status(group).Problems[1].Since;
        problems.Report("handler", ProblemCause.HandlerFails, "attempt 2");

        var status = Status(group);
        Assert.Equal("Kafka can't be reached; attempt 2", status.Problem);
        Assert.False(status.ProblemIsPartial);
        Assert.Equal(since, status.Problems[1].Since);
        problems.Settle("kafka");
        Assert.True(Status(group).ProblemIsPartial);
    }

    private static GroupStatus Status(EventsHarness group) =>
        Assert.Single(new EventsStatus(new RunningGroups([group.Runtime], TimeProvider.System)).Groups);
}
