using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Reader;

/// <summary>Entities fed by two topics: their shard is read only where both topics' partitions are.</summary>
public sealed class CoPartitionTests
{
    private static readonly TopicPartition Order = new("orders", 0);
    private static readonly TopicPartition Payment = new("payments", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("orders", 1).Create("payments", 1);

    [Fact]
    public async Task A_partition_without_its_sister_waits_and_says_so_until_she_comes()
    {
        _topics.Append("orders", "anna", "order");
        _topics.Append("payments", "anna", "payment");
        var options = EventsHarness.Options();
        options.TopicCheckInterval = TimeSpan.FromMilliseconds(50);
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Account, Count>()], options);
        group.Client.Assign(Order);
        await EventsHarness.Eventually(
            () => group.Runtime.Problem?.Contains("orders [0]: assigned to this process without", StringComparison.Ordinal) == true);
        Assert.Empty(group.Runtime.Partitions.All);

        group.Client.Assign(Payment);
        await group.Handled(Order, Payment);
        Assert.Null(group.Runtime.Problem);
        Assert.Equal(2, (await group.Ask<Account, Count>("anna", new GetCount())).Events);
    }

    [Fact]
    public async Task A_partition_that_waits_may_be_taken_away_again()
    {
        var options = EventsHarness.Options();
        options.TopicCheckInterval = TimeSpan.FromMilliseconds(50);
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Account, Count>()], options);
        group.Client.Assign(Order);
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        await group.Client.Revoke(Order).WaitAsync(EventsHarness.Patience);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
    }

    private sealed class Account : EntityActor<Count>
    {
        public Account()
        {
            On(Topic.Text("orders"), text => Persist(new Counted(text)));
            On(Topic.Text("payments"), text => Persist(new Counted(text)));
            Apply<Counted>((state, e) => state with { Events = state.Events + 1 });
            Query<GetCount, Count>(_ => State);
        }
    }
}
