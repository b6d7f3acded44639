using System.Collections.Concurrent;
using Akka.Events.Committing;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Consuming;
using Akka.Events.Persistence.Internal;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>Shards that go from process to process over one store.</summary>
public abstract class JournalOwnersSpec
{
    private static readonly TopicPartition Only = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    /// <summary>The store as another process opens it.</summary>
    internal abstract EventStore Open();

    [SkippableFact]
    public async Task What_an_owner_writes_after_its_shard_came_back_to_it_is_recovered()
    {
        var (a, b) = (new Resumed(), new Resumed());
        await using var first = await Member(a);
        await using var second = await Member(b);
        for (var turn = 0; turn < 4; turn++)
        {
            var (owner, resumed) = turn % 2 == 0 ? (first, a) : (second, b);
            owner.Client.Assign(Only);
            Append(turn * 10, 10);
            await owner.Handled(Only);
            if (turn > 0) Assert.Equal(turn * 10, resumed.At[Only]);
            await owner.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        first.Client.Assign(Only);
        await AssertSeen(first, 40);
        await EventsHarness.Eventually(() => a.At[Only] == 40);
    }

    [SkippableFact]
    public async Task An_owner_that_does_not_know_of_its_successor_can_not_write()
    {
        await using var frozen = await Member();
        frozen.Client.Assign(Only);
        Append(0, 20);
        await frozen.Handled(Only);
        await using var successor = await Member();
        successor.Client.Assign(Only);
        await successor.Ask<Counter, Count>("key", new GetCount());

        // Both read the same records. The former owner's write meets the successor's marker; it recovers, and then owns the shard again.
        Append(20, 20);
        await successor.Handled(Only);
        await successor.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        await frozen.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);

        await using var third = await Member();
        third.Client.Assign(Only);
        await AssertSeen(third, 40);
    }

    [SkippableFact]
    public async Task Checkpoints_of_several_owners_leave_what_was_counted_as_it_was()
    {
        for (var owner = 0; owner < 4; owner++)
        {
            var options = EventsHarness.Options();
            options.Checkpoint.MaxTailEvents = 10;
            await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, store: Open());
            group.Client.Assign(Only);
            Append(owner * 50, 50);
            await group.Handled(Only);
            await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);
            await AssertSeen(group, owner * 50 + 50);
        }
    }

    /// <summary>Empties the journal and its snapshots.</summary>
    protected abstract Task EmptyJournal();

    [SkippableFact]
    public async Task An_emptied_journal_under_kept_states_is_told_of_and_goes_on_when_it_is_to_be_rebuilt()
    {
        var options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = 10;
        await using (var before = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, store: Open()))
        {
            before.Client.Assign(Only);
            Append(0, 40);
            await before.Handled(Only);
            await EventsHarness.Eventually(() => before.Runtime.Context.Metrics.Checkpoints > 0);
        }
        await EmptyJournal();

        await using (var stopped = await Member())
        {
            stopped.Client.Assign(Only);
            Append(40, 10);
            await EventsHarness.Eventually(() => stopped.Runtime.Problem is not null);
            Assert.StartsWith("the journal of shard 0 is empty, and states of it are stored up to sequence number", stopped.Runtime.Problem);
            Assert.Contains("lost-journal = rebuild", stopped.Runtime.Problem);
        }

        options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = 10;
        options.LostJournal = LostJournal.Rebuild;
        for (var owner = 0; owner < 2; owner++)
        {
            await using var rebuilt = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, store: Open());
            rebuilt.Client.Assign(Only);
            await AssertSeen(rebuilt, 50 + owner);
            await EventsHarness.Eventually(() => owner > 0 || rebuilt.Runtime.Context.Metrics.Checkpoints > 0);
            Assert.Null(rebuilt.Runtime.Problem);
            Append(50 + owner, 1);
            await rebuilt.Handled(Only);
        }
    }

    /// <summary>Removes all states, and what is known of the shards they were of.</summary>
    protected abstract Task DropStates();

    [SkippableFact]
    public async Task What_a_journal_has_of_an_earlier_incarnation_is_read_by_nobody()
    {
        await using (var before = await Rebuilding())
        {
            before.Client.Assign(Only);
            Append(0, 40);
            await before.Handled(Only);
            await EventsHarness.Eventually(() => before.Runtime.Context.Metrics.Checkpoints > 0);
        }
        await DropStates();

        // The second owner's marker lies above a checkpoint of the new incarnation.
        for (var owner = 0; owner < 2; owner++)
        {
            await using var rebuilt = await Rebuilding();
            rebuilt.Client.Assign(Only);
            Append(40 + owner, 1);
            await AssertSeen(rebuilt, 41 + owner);
            await EventsHarness.Eventually(() => owner > 0 || rebuilt.Runtime.Context.Metrics.Checkpoints > 0);
            var history = new List<string>();
            await foreach (var e in rebuilt.History.Read<Counter>("key")) history.Add(((Counted)e.Event).Text);
            Assert.Equal(Enumerable.Range(0, 41 + owner).Select(i => $"{i}"), history);
            await foreach (var (_, batch) in new JournalReplay(rebuilt.System).Read(rebuilt.Runtime.Context.PersistenceId(0), "key"u8.ToArray(), 0, default))
                foreach (var _ in JournalBatchReader.EventsOf(batch, "counter", "key"u8.ToArray())) history.RemoveAt(0);
            Assert.Empty(history);
        }
    }

    [SkippableFact]
    public async Task What_an_owner_stored_while_the_next_one_recovered_is_not_taken_for_a_lost_journals()
    {
        await using var former = await Rebuilding();
        former.Client.Assign(Only);
        Append(0, 5);
        await former.Handled(Only);
        var gate = new TaskCompletionSource();
        var store = new GatedClaims(Open(), gate.Task);
        await using var next = await Rebuilding(store);
        next.Client.Assign(Only);
        await store.Asked.WaitAsync(EventsHarness.Patience);

        // The journal has been read, and its states aren't claimed yet.
        Append(5, 20);
        await former.Handled(Only);
        await EventsHarness.Eventually(() => former.Runtime.Context.Metrics.Checkpoints > 0);
        gate.SetResult();
        await AssertSeen(next, 25);
        await foreach (var first in next.History.Read<Counter>("key"))
        {
            // Behind the marker of the first owner: nothing was begun anew.
            Assert.Equal(2, first.SequenceNr);
            break;
        }
    }

    private Task<EventsHarness> Rebuilding(EventStore? store = null)
    {
        var options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = 10;
        options.LostJournal = LostJournal.Rebuild;
        options.RetainHistory = true;
        return EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, store: store ?? Open());
    }

    internal Task<EventsHarness> Member(params IGroupObserver[] observers) =>
        EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], store: Open(), observers: observers);

    private void Append(int from, int count)
    {
        for (var i = from; i < from + count; i++) _topics.Append("events", "key", $"{i}");
    }

    private static async Task AssertSeen(EventsHarness group, int events)
    {
        await group.Handled(Only);
        Assert.Equal(Enumerable.Range(0, events).Select(i => $"{i}"), (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    private sealed class Resumed : IGroupObserver
    {
        public ConcurrentDictionary<TopicPartition, long?> At { get; } = new();

        public void Activated(string group, TopicPartition partition, long? resume) => At[partition] = resume;
    }
}
