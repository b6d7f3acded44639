using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>Rebalances that come while a shard recovers. Its turn to recover is the test's to give.</summary>
public sealed class RecoveryTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task A_rebalance_during_recovery_is_not_waited_for_and_the_next_one_goes_on()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var turns = TakeAll(group);
        for (var round = 0; round < 3; round++)
        {
            group.Client.Assign(Zero);
            if (round == 1) group.Client.Lose(Zero);
            else await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
        }
        for (var i = 0; i < 10; i++) _topics.Append("events", "key", $"{i}");
        group.Client.Assign(Zero);
        group.Runtime.Context.Recoveries.Release(turns);
        await group.Handled(Zero);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    [Fact]
    public async Task A_shard_whose_partition_goes_before_it_has_recovered_ends_and_writes_nothing()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var context = group.Runtime.Context;
        var turns = TakeAll(group);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => context.Tails.Shards == 1);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
        await EventsHarness.Eventually(() => context.Tails.Shards == 0);
        context.Recoveries.Release(turns);
        for (var i = 0; i < turns; i++) await context.Recoveries.WaitAsync().WaitAsync(EventsHarness.Patience);

        Assert.Equal(0, await context.Journal.FirstSequenceNr(context.PersistenceId(0), CancellationToken.None));
        await Assert.ThrowsAsync<PartitionNotOwnedException>(() => group.ImpatientEntities.Ask<Counter, Count>("key", new GetCount()));
        context.Recoveries.Release(turns);
    }

    [Fact]
    public async Task A_question_about_a_key_of_another_process_leaves_its_journal_alone()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var context = group.Runtime.Context;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<PartitionNotOwnedException>(() => group.ImpatientEntities.Ask<Counter, Count>("key", new GetCount()));
            await EventsHarness.Eventually(() => context.Tails.Shards == 0);
        }
        Assert.Equal(0, await context.Journal.FirstSequenceNr(context.PersistenceId(0), CancellationToken.None));

        _topics.Append("events", "key", "x");
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        Assert.Equal(1, (await group.Ask<Counter, Count>("key", new GetCount())).Events);
    }

    private static int TakeAll(EventsHarness group)
    {
        var turns = 0;
        while (group.Runtime.Context.Recoveries.Wait(0)) turns++;
        return turns;
    }
}
