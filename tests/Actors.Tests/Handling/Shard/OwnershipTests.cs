using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling;
using Akka.Events.LocalServers;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Kafka;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>Who owns a shard, and what of it outlives the owner: over PostgreSQL, with assignments made by the test.</summary>
public sealed class OwnershipTests : IAsyncLifetime
{
    private static readonly TopicPartition Only = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly InMemoryEntityStates _states = new();
    private PrivatePostgres? _postgres;

    public async Task InitializeAsync()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    [SkippableFact]
    public async Task An_owner_that_does_not_know_of_its_successor_changes_nothing()
    {
        await using var frozen = await Member();
        frozen.Client.Assign(Only);
        Append(0, 50);
        await frozen.Handled(Only);

        // The group has given the partition to another process; the first one hasn't been told.
        await using var successor = await Member();
        successor.Client.Assign(Only);
        Append(50, 100);
        await successor.Handled(Only);
        await EventsHarness.Eventually(() => frozen.Runtime.Partitions.Handled + successor.Runtime.Partitions.Handled >= 100);

        await frozen.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        await using var third = await Member();
        await successor.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        third.Client.Assign(Only);
        await AssertSeen(third, 100);
    }

    [SkippableFact]
    public async Task A_lost_partition_commits_nothing_more()
    {
        await using var group = await Member();
        group.Client.Assign(Only);
        Append(0, 20);
        await group.Handled(Only);
        group.Client.Lose(Only);
        Append(20, 40);
        await EventsHarness.Eventually(() => !group.Runtime.Partitions.All.Any());

        Assert.Equal(20, _topics.Committed[Only]);
        group.Client.Assign(Only);
        await group.Handled(Only);
        await AssertSeen(group, 40);
    }

    [SkippableFact]
    public async Task A_partition_that_comes_back_at_once_goes_on_where_it_was()
    {
        await using var group = await Member();
        for (var round = 0; round < 5; round++)
        {
            group.Client.Assign(Only);
            Append(round * 20, round * 20 + 20);
            if (round % 2 == 0) await group.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
            else group.Client.Lose(Only);
        }
        group.Client.Assign(Only);
        await group.Handled(Only);
        await AssertSeen(group, 100);
    }

    [SkippableFact]
    public async Task The_journals_database_may_restart_under_load()
    {
        await using var group = await Member();
        group.Client.Assign(Only);
        Append(0, 100);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.Handled > 0);
        await _postgres!.StopAsync(hard: true);
        Append(100, 200);
        await _postgres.RestartAsync();
        await group.Handled(Only);
        await AssertSeen(group, 200);
    }

    [SkippableFact]
    public async Task A_checkpoint_leaves_what_was_counted_as_it_was()
    {
        for (var owner = 0; owner < 4; owner++)
        {
            var options = EventsHarness.Options();
            options.Checkpoint.MaxTailEvents = 10;
            await using var group = await EventsHarness.Start(
                _topics, [EventsHarness.Entity<Counter, Count>()], options, _states, _postgres!.ConnectionString);
            group.Client.Assign(Only);
            Append(owner * 50, owner * 50 + 50);
            await group.Handled(Only);
            if (owner == 3) await AssertSeen(group, 200);
        }
    }

    private Task<EventsHarness> Member() =>
        EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], null, _states, _postgres!.ConnectionString);

    private void Append(int from, int to)
    {
        for (var i = from; i < to; i++) _topics.Append("events", "key" + (i % 5), i.ToString());
    }

    private static async Task AssertSeen(EventsHarness group, int events)
    {
        for (var k = 0; k < 5; k++)
        {
            Count? count = null;
            await EventsHarness.Eventually(() =>
            {
                try
                {
                    count = group.Entities.Ask<Counter, Count>("key" + k, new GetCount()).GetAwaiter().GetResult();
                    return true;
                }
                catch (PartitionNotOwnedException)
                {
                    return false;
                }
            });
            Assert.Equal(Enumerable.Range(0, events).Where(i => i % 5 == k).Select(i => i.ToString()), count!.Seen);
        }
    }
}
