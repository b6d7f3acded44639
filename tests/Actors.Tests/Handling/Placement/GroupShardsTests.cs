using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Placement;

/// <summary>The group's shards as a consumer sees them: the test is the consumer.</summary>
public sealed class GroupShardsTests : IAsyncLifetime
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private EventsHarness _group = null!;
    private IActorRef _shards = ActorRefs.Nobody;
    private Inbox _consumer = null!;

    public async Task InitializeAsync()
    {
        _group = await EventsHarness.Start(_topics, [EventsHarness.Entity<BlockingCounter, Count>()]);
        (_shards, _) = await _group.Runtime.Ready;
        _consumer = Inbox.Create(_group.System);
    }

    public async Task DisposeAsync()
    {
        BlockingCounter.Gate.Set();
        await _group.DisposeAsync();
    }

    [Fact]
    public async Task A_shard_is_opened_anew_only_when_all_that_ran_in_the_former_one_has_ended()
    {
        BlockingCounter.Gate.Reset();
        var (first, shard, _) = await Open();
        Deliver(shard, first, offset: 0);
        Assert.IsType<BatchTaken>(await Receive());
        await EventsHarness.Eventually(() => BlockingCounter.Waiting == 1);
        _shards.Tell(new ClosePartition(first));
        var second = Assignment();
        _shards.Tell(new OpenPartition(Route, second));
        var answer = Receive();
        await _shards.Ask<ActorIdentity>(new Identify(1), EventsHarness.Patience);
        Assert.False(answer.IsCompleted);
        Assert.Equal(1, _group.Runtime.Context.Tails.Shards);
        BlockingCounter.Gate.Set();

        var opened = Assert.IsType<PartitionOpened>(await answer);
        Assert.Equal(second, opened.Source);
        Assert.NotEqual(shard, opened.Shard);
    }

    [Fact]
    public async Task Records_of_an_assignment_that_is_not_open_are_dropped()
    {
        BlockingCounter.Gate.Set();
        var (assignment, shard, _) = await Open();
        Deliver(shard, Assignment(), offset: 0);
        Deliver(shard, assignment, offset: 0);

        Assert.Equal(assignment, Assert.IsType<BatchTaken>(await Receive()).Source);
        var finished = Assert.IsType<BatchFinished>(await Receive());
        Assert.Equal(assignment, finished.Source);
        Assert.Equal(1, (await _group.Entities.Ask<BlockingCounter, Count>("key", new GetCount())).Events);
    }

    [Fact]
    public async Task A_shard_that_is_asked_for_a_partition_it_had_open_recovers_first()
    {
        BlockingCounter.Gate.Set();
        var (first, shard, _) = await Open();
        Deliver(shard, first, offset: 0);
        Assert.IsType<BatchTaken>(await Receive());
        Assert.IsType<BatchFinished>(await Receive());
        _shards.Tell(new ClosePartition(first));
        var second = Assignment();
        _shards.Tell(new OpenPartition(Route, second));

        var opened = Assert.IsType<PartitionOpened>(await Receive());
        Assert.Equal(1, opened.Resume);
        Assert.NotEqual(shard, opened.Shard);
    }

    [Fact]
    public async Task A_shard_that_ends_tells_each_assignment_it_leaves()
    {
        var (assignment, shard, _) = await Open();
        _group.System.Stop(shard);

        Assert.Equal(assignment, Assert.IsType<ShardClosed>(await Receive()).Source);
    }

    [Fact]
    public async Task A_shard_that_drains_ends_what_runs_and_commits_it_and_leaves_what_waits()
    {
        BlockingCounter.Gate.Reset();
        var (assignment, shard, _) = await Open();
        Deliver(shard, assignment, offset: 0);
        Assert.IsType<BatchTaken>(await Receive());
        await EventsHarness.Eventually(() => BlockingCounter.Waiting == 1);
        Deliver(shard, assignment, offset: 1);
        Assert.IsType<BatchTaken>(await Receive());
        shard.Tell(new DrainShard(assignment));
        Deliver(shard, assignment, offset: 2);
        var answer = Receive();
        await shard.Ask<ActorIdentity>(new Identify(1), EventsHarness.Patience);
        Assert.False(answer.IsCompleted);
        BlockingCounter.Gate.Set();

        Assert.Equal([0], Assert.IsType<BatchFinished>(await answer).Batch.Select(d => d.Offset));
        Assert.Equal(assignment, Assert.IsType<ShardDrained>(await Receive()).Source);
        await Assert.ThrowsAsync<PartitionNotOwnedException>(() => _group.ImpatientEntities.Ask<BlockingCounter, Count>("key", new GetCount()));
        _shards.Tell(new ClosePartition(assignment));
        Assert.Equal(1, (await Open()).Resume);
    }

    [Fact]
    public async Task A_shard_goes_on_when_one_of_its_partitions_is_closed_that_has_nothing_under_way()
    {
        await using var group = await EventsHarness.Start(
            new FakeTopics().Create("events", 1).Create("others", 1), [EventsHarness.Entity<TwoTopics, Count>()]);
        var (shards, _) = await group.Runtime.Ready;
        var consumer = Inbox.Create(group.System);
        var sources = group.Runtime.Context.Routes.Select(
            route => new PartitionAssignment(new TopicPartition(route.Name, 0), consumer.Receiver, TimeProvider.System)).ToArray();
        var opened = new List<PartitionOpened>();
        for (var r = 0; r < 2; r++)
        {
            shards.Tell(new OpenPartition(group.Runtime.Context.Routes[r], sources[r]));
            opened.Add(Assert.IsType<PartitionOpened>(await consumer.ReceiveAsync(EventsHarness.Patience)));
        }
        Assert.Equal(opened[0].Shard, opened[1].Shard);
        shards.Tell(new ClosePartition(sources[0]));
        Deliver(opened[1].Shard, group.Runtime.Context.Routes[1], sources[1], 0, consumer);
        Assert.IsType<BatchTaken>(await consumer.ReceiveAsync(EventsHarness.Patience));
        Assert.Equal(sources[1], Assert.IsType<BatchFinished>(await consumer.ReceiveAsync(EventsHarness.Patience)).Source);

        // To open what was open needs what the committer alone knows: the other partition's consumer is told, and both begin anew.
        shards.Tell(new OpenPartition(group.Runtime.Context.Routes[0], sources[0]));
        var told = new[] { await consumer.ReceiveAsync(EventsHarness.Patience), await consumer.ReceiveAsync(EventsHarness.Patience) };
        Assert.Equal(sources.ToHashSet(), told.Cast<ShardClosed>().Select(closed => closed.Source).ToHashSet());
    }

    private SubscribedTopic Route => _group.Runtime.Context.Routes[0];

    private PartitionAssignment Assignment() => new(Zero, _consumer.Receiver, TimeProvider.System);

    private async Task<(PartitionAssignment Assignment, IActorRef Shard, long? Resume)> Open()
    {
        var assignment = Assignment();
        _shards.Tell(new OpenPartition(Route, assignment));
        var opened = Assert.IsType<PartitionOpened>(await Receive());
        return (assignment, opened.Shard, opened.Resume);
    }

    private void Deliver(IActorRef shard, PartitionAssignment assignment, long offset) =>
        Deliver(shard, Route, assignment, offset, _consumer);

    private static void Deliver(IActorRef shard, SubscribedTopic route, PartitionAssignment assignment, long offset, Inbox consumer)
    {
        var delivery = route.NewDelivery(assignment);
        delivery.Fill(new RawRecord { Offset = offset, Timestamp = 0, HasKey = true, HasValue = true, Key = "key"u8, Value = "x"u8 });
        delivery.Effects.First = offset;
        shard.Tell(new DeliverBatch([delivery], assignment), consumer.Receiver);
    }

    private Task<object> Receive() => _consumer.ReceiveAsync(EventsHarness.Patience);

    public sealed class TwoTopics : EntityActor<Count>
    {
        public TwoTopics()
        {
            On(Topic.Text("events"), text => Persist(new Counted(text)));
            On(Topic.Text("others"), text => Persist(new Counted(text)));
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        }
    }
}
