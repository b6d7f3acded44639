using Akka.Actor;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

/// <summary>What a shard finishes of an opening that its partition's consumer has given up. The test is the shard.</summary>
public sealed class GivenUpOpeningTests : IAsyncLifetime
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly PartitionProgress _progress = new(Zero);
    private EventsHarness _group = null!;
    private Inbox _shards = null!;
    private IActorRef _consumer = null!;
    private DeliverBatch _underWay = null!;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 3; i++) _topics.Append("events", $"k{i}", $"e{i}");
        var options = EventsHarness.Options();
        // Longer than it takes to send the consumer what it has to get before it opens anew.
        options.ReopenBackoff = TimeSpan.FromSeconds(1);
        _group = await EventsHarness.Start(_topics, [new PlainHandler<string>("plain", Topic.Text("events"), (_, _) => default, new HandlerOptions())], options);
        _group.Client.Assign(Zero);
        await _group.Handled(Zero);
        _topics.Committed[Zero] = 0;

        _shards = Inbox.Create(_group.System);
        var (member, client, shards) = (_group.Runtime.Member, _group.Client, _shards.Receiver);
        var toRead = new PartitionToRead(
            member.Group.Routes[0], new FakeQueue(_topics, Zero, 0), _progress, "events-1",
            Task.FromResult<IReadOnlyList<TopicPartitionOffset>>([new TopicPartitionOffset(Zero, 0)]), Again: false);
        var look = new TopicLook(client, ["events"], TimeSpan.FromSeconds(1));
        _consumer = _group.System.ActorOf(Props.Create(() => new PartitionConsumer(member, toRead, client, look, shards)));
        var opened = await Next<OpenPartition>();
        _consumer.Tell(new PartitionOpened(opened.Source, shards, null), shards);
        _underWay = await Next<DeliverBatch>();
        Assert.Equal(3, _underWay.Batch.Count);
    }

    public Task DisposeAsync() => _group.DisposeAsync().AsTask();

    [Fact]
    public async Task It_doesnt_undo_a_seek()
    {
        await _consumer.Ask<TopicPartitionOffset>(new SeekPartition(1), EventsHarness.Patience);
        Finish();
        await Next<OpenPartition>();
        Assert.Equal(1, _progress.Watermark);
    }

    [Fact]
    public async Task It_doesnt_undo_a_seek_where_the_partition_is_revoked_meanwhile()
    {
        await _consumer.Ask<TopicPartitionOffset>(new SeekPartition(1), EventsHarness.Patience);
        _consumer.Tell(DrainPartition.Instance);
        Finish();
        await _consumer.GracefulStop(EventsHarness.Patience);
        Assert.Equal(1, _progress.Watermark);
    }

    [Fact]
    public async Task What_was_committed_before_a_seek_is_committed_again_when_it_is_finished_again()
    {
        _progress.Commit(3, 0);
        await _consumer.Ask<TopicPartitionOffset>(new SeekPartition(1), EventsHarness.Patience);
        Assert.NotEqual(3, _progress.Committed);
    }

    [Fact]
    public async Task It_gives_no_position_to_a_topic_made_anew()
    {
        _consumer.Tell(new TopicRecreated("events", "events-2"));
        Finish();
        await Next<OpenPartition>();
        Assert.Equal(-1, _progress.Watermark);
    }

    private void Finish() => _consumer.Tell(new BatchFinished(_underWay.Source, _underWay.Batch), _shards.Receiver);

    // Passes over what it is told beside.
    private async Task<T> Next<T>()
    {
        while (true)
            if (await _shards.ReceiveAsync(EventsHarness.Patience) is var message && message is T wanted) return wanted;
            else if (message is Status.Failure failure) throw failure.Cause;
    }
}
