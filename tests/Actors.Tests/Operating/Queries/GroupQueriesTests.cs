using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>Asking in one process, while partitions come and go.</summary>
public sealed class GroupQueriesTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task A_question_waits_until_the_partition_has_come_and_opened()
    {
        _topics.Append("events", "key", "x");
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var answer = group.Entities.Ask<Counter, Count>("key", new GetCount());
        Assert.False(answer.IsCompleted);
        group.Client.Assign(Zero);
        await answer;
    }

    [Fact]
    public async Task A_question_that_is_given_up_leaves_nothing_behind()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        using var cancellation = new CancellationTokenSource();
        var answer = group.Entities.Ask<Counter, Count>("key", new GetCount(), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task At_its_limit_a_question_says_whom_it_asked_and_what_blocks()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var moved = await Assert.ThrowsAsync<PartitionNotOwnedException>(
            () => group.ImpatientEntities.Ask<Counter, Count>("key", new GetCount()));
        Assert.StartsWith(
            "no answer within 200 ms from entity 'counter', key 'key' (partition 0 of group 'group'): another process owns the partition, "
            + "or it is being opened", moved.Message);

        var recoveries = group.Runtime.Context.Recoveries;
        var turns = 0;
        while (recoveries.Wait(0)) turns++;
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Tails.Shards == 1);
        group.Runtime.Context.Problems.Report("journal", ProblemCause.JournalUnavailable, "the journal of shard 0 can't be read");
        var late = await Assert.ThrowsAsync<AskTimeoutException>(() => group.ImpatientEntities.Ask<Counter, Count>("key", new GetCount()));
        Assert.EndsWith("the journal of shard 0 can't be read (this process)", late.Message);
        recoveries.Release(turns);
    }
}
