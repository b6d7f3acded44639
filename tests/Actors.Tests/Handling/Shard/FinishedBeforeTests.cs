using Akka.Actor;
using Akka.Events.Committing;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>What a shard makes of records that were finished before it recovered.</summary>
public sealed class FinishedBeforeTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task A_record_that_blocked_and_was_compacted_away_does_not_hold_the_journals_watermark()
    {
        var seen = new Resumed();
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], observers: [seen]);
        group.Client.Assign(Zero);
        for (var i = 0; i < 10; i++) _topics.Append("events", i == 3 ? null : "key", $"{i}");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Sum(p => p.Handled) == 9);
        await group.Client.Revoke(Zero);
        _topics.Remove(Zero, 3);
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        await group.Client.Revoke(Zero);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => seen.At.Count == 3);

        Assert.Equal([null, 3, 10], seen.At);
        Assert.Equal(9, (await group.Ask<Counter, Count>("key", new GetCount())).Events);
    }

    [Fact]
    public async Task A_handler_that_has_finished_nothing_yet_misses_nothing_when_its_partition_moves()
    {
        var stubborn = new StubbornSwitch();
        var late = EventsHarness.Entity<Stubborn, Count>();
        late.Props = Props.Create(() => new Stubborn(stubborn));
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>(), late]);
        group.Client.Assign(Zero);
        for (var i = 0; i < 10; i++) _topics.Append("events", "key" + i, $"{i}");
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Failed >= 10);
        for (var i = 0; i < 10; i++) Assert.Equal(1, (await group.Ask<Counter, Count>("key" + i, new GetCount())).Events);
        await group.Client.Revoke(Zero);
        stubborn.Works = true;
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(1, (await group.Ask<Counter, Count>("key" + i, new GetCount())).Events);
            Assert.Equal(1, (await group.Ask<Stubborn, Count>("key" + i, new GetCount())).Events);
        }
    }

    [Fact]
    public async Task A_handler_that_comes_to_a_group_with_a_history_begins_where_the_group_stands_and_the_log_says_so()
    {
        using var folder = new TemporaryFolder();
        SqliteStore Store() => new(new SqliteSettings { Path = folder.File("events.db") }, TimeProvider.System);
        await using (var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], store: Store()))
        {
            group.Client.Assign(Zero);
            for (var i = 0; i < 3; i++) _topics.Append("events", "key", $"{i}");
            await group.Handled(Zero);
            await group.Leave();
        }
        var log = new LogLines();
        var late = EventsHarness.Entity<Stubborn, Count>();
        late.Props = Props.Create(() => new Stubborn(new StubbornSwitch { Works = true }));
        for (var starts = 0; starts < 2; starts++)
        {
            await using var group = await EventsHarness.Start(
                _topics, [EventsHarness.Entity<Counter, Count>(), late], store: Store(), loggers: log);
            group.Client.Assign(Zero);
            _topics.Append("events", "key", $"later {starts}");
            await group.Handled(Zero);
            Assert.Equal(4 + starts, (await group.Ask<Counter, Count>("key", new GetCount())).Events);
            Assert.Equal(1 + starts, (await group.Ask<Stubborn, Count>("key", new GetCount())).Events);
            await group.Leave();
        }
        Assert.Contains(
            "'stubborn' is new to topic events in a group that has handled it before: it gets what the group had not finished, from events [0] @3 on",
            Assert.Single(log.Of(LogEvents.HandlerNew)));
    }

    [Fact]
    public async Task A_handler_that_is_added_and_begins_at_the_beginning_gets_all_alone_over_moves_and_restarts_and_the_others_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        SqliteStore Store() => new(new SqliteSettings { Path = folder.File("events.db") }, TimeProvider.System);
        await using (var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], store: Store()))
        {
            group.Client.Assign(Zero);
            for (var i = 0; i < 5; i++) _topics.Append("events", $"key{i}", $"{i}");
            await group.Handled(Zero);
            await group.Leave();
        }
        _topics.Append("events", "key0", "later");
        var (log, seen, on) = (new LogLines(), new Resumed(), new StubbornSwitch { Works = true, ButNot = "3" });
        EntityType Late()
        {
            var late = EventsHarness.Entity<Stubborn, Count>(o => o.Handler.StartsFrom = HandlerStart.Beginning);
            late.Props = Props.Create(() => new Stubborn(on));
            return late;
        }
        for (var starts = 0; starts < 2; starts++)
        {
            await using var group = await EventsHarness.Start(
                _topics, [EventsHarness.Entity<Counter, Count>(), Late()], store: Store(), loggers: log, observers: [seen]);
            group.Client.Assign(Zero);
            await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Failed > 0);
            await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Sum(p => p.Handled) == (starts == 0 ? 5 : 2));
            var partition = Assert.Single(Status(group).Partitions);
            // The others have gone on meanwhile.
            Assert.Equal(starts == 0 ? 5 : 6, partition.CatchingUpTo);
            Assert.Equal(2, (await group.Ask<Counter, Count>("key0", new GetCount())).Events);
            Assert.Equal(2, (await group.Ask<Stubborn, Count>("key0", new GetCount())).Events);
            await group.Client.Revoke(Zero);
            await group.Leave();
        }
        on.ButNot = null;
        await using var last = await EventsHarness.Start(
            _topics, [EventsHarness.Entity<Counter, Count>(), Late()], store: Store(), loggers: log, observers: [seen]);
        last.Client.Assign(Zero);
        await last.Handled(Zero);

        Assert.Null(Assert.Single(Status(last).Partitions).CatchingUpTo);
        Assert.Equal([null, 3, 3], seen.At);
        for (var i = 0; i < 5; i++)
        {
            var events = i == 0 ? 2 : 1;
            Assert.Equal(events, (await last.Ask<Counter, Count>($"key{i}", new GetCount())).Events);
            Assert.Equal(events, (await last.Ask<Stubborn, Count>($"key{i}", new GetCount())).Events);
        }
        Assert.Empty(log.Of(LogEvents.HandlerNew));
        Assert.Contains(
            "'stubborn' is new to topic events in a group that has handled it before, and begins at its beginning (starts-from): events [0] is read for it "
            + "alone up to @5", Assert.Single(log.Of(LogEvents.HandlerFromBeginning)));
    }

    [Fact]
    public async Task What_a_shard_has_been_told_is_finished_is_its_own()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var settings = new JournalCommitterSettings(
            "test", TimeSpan.FromDays(1), false, LostJournal.Stop, new InMemoryEntityStates(),
            new PlainSenders(_ => Task.CompletedTask), Random.Shared, TimeProvider.System, NullLogger.Instance);
        var messages = Inbox.Create(group.System);
        var shard = group.System.ActorOf(Props.Create(() => new Parent(Props.Create(() => new JournalCommitter("own", 7, settings)), messages.Receiver)));
        var recovered = Assert.IsType<ShardRecovered>(await messages.ReceiveAsync(EventsHarness.Patience));
        var source = new PartitionAssignment(new TopicPartition("orders", 7), ActorRefs.Nobody, TimeProvider.System);
        shard.Tell(new CommitBatch([Of(Orders, source, Handlers[0], 0, "key").Effects]));
        Assert.IsType<BatchCommitted>(await messages.ReceiveAsync(EventsHarness.Patience));

        Assert.Empty(recovered.Finished.All);
    }

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(4, 6, false)]
    [InlineData(5, 6, false)]
    [InlineData(5, 5, true)]
    [InlineData(7, 9, true)]
    [InlineData(8, 11, false)]
    [InlineData(6, 9, false)]
    public void A_span_is_finished_when_each_offset_of_it_is(long first, long end, bool finished) =>
        Assert.Equal(finished, new FinishedOffsets(5, [new OffsetRange(7, 10)]).Contains(first, end));

    private static GroupStatus Status(EventsHarness group) => new EventsStatus(new RunningGroups([group.Runtime], TimeProvider.System)).Groups.Single();

    private sealed class Resumed : IGroupObserver
    {
        public List<long?> At { get; } = [];

        public void Activated(string group, TopicPartition partition, long? resume) => At.Add(resume);
    }

    /// <summary>A committer's parent, which passes on what it is told.</summary>
    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _committer;
        private readonly IActorRef _to;

        public Parent(Props committer, IActorRef to)
        {
            _committer = Context.ActorOf(committer);
            _to = to;
        }

        protected override void OnReceive(object message) => (Sender.Equals(_committer) ? _to : _committer).Tell(message);
    }

    private sealed class StubbornSwitch
    {
        public volatile bool Works;

        public volatile string? ButNot;
    }

    private sealed class Stubborn : EntityActor<Count>
    {
        public Stubborn(StubbornSwitch on)
        {
            On(Counter.Events, text =>
            {
                if (!on.Works || text == on.ButNot) throw new InvalidOperationException("not yet");
                Persist(new Counted(text));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
