using System.Collections.Concurrent;
using System.Data.Common;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Persistence.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing.Transactions;

/// <summary>
/// What handlers in database transactions may count on, whatever the database: each event's effect is there once, whoever came and went.
/// A store passes this by opening itself and saying a few things in its own SQL.
/// </summary>
public abstract class TransactionSpec : EffectsTable
{
    private protected static readonly TopicPartition Only = new("events", 0);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    private protected FakeTopics Topics { get; } = new FakeTopics().Create("events", 1);

    /// <summary>Calls of the handler, by event.</summary>
    private protected ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>SQL that fails as a transaction does which has met another one.</summary>
    private protected abstract string Conflict { get; }

    /// <summary>SQL by which a transaction holds what an owner holds between its last statement and the commit.</summary>
    private protected abstract string Hold { get; }

    /// <summary>SQL before a transaction's first statement, for a database that looks for deadlocks only after a while.</summary>
    private protected virtual string FindDeadlocksSoon => "";

    [SkippableFact]
    public async Task An_events_effect_is_there_once_wherever_its_partition_has_been()
    {
        await using var a = await Member(Write("h"));
        await using var b = await Member(Write("h"));
        for (var turn = 0; turn < 4; turn++)
        {
            var owner = turn % 2 == 0 ? a : b;
            owner.Client.Assign(Only);
            Append(turn * 20, 20);
            await owner.Handled(Only);
            await owner.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        await AssertOnce("h", 80);
        Assert.Equal(80, Calls.Count);
    }

    [SkippableFact]
    public async Task An_owner_that_does_not_know_of_its_successor_changes_nothing()
    {
        await using var former = await Member(Write("h", gated: e => e == "3"));
        former.Client.Assign(Only);
        Append(0, 20);
        await EventsHarness.Eventually(() => Calls.Count == 20);

        await using var successor = await Member(Write("h"));
        successor.Client.Assign(Only);
        await EventsHarness.Eventually(() => Calls.Count(e => e == "3") == 2);
        await successor.Handled(Only);
        await former.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        // It would finish only now what the successor has finished long ago.
        Gate("3").SetResult();
        await former.Leave();

        await AssertOnce("h", 20);
    }

    [SkippableFact]
    public async Task Two_that_both_believe_to_own_a_partition_count_each_event_once()
    {
        await using var a = await Member(Write("h"));
        await using var b = await Member(Write("h"));
        a.Client.Assign(Only);
        for (var round = 0; round < 5; round++)
        {
            Append(round * 40, 40);
            if (round == 1) b.Client.Assign(Only);
            await a.Handled(Only);
        }

        await AssertOnce("h", 200);
    }

    [SkippableFact]
    public async Task What_finished_behind_an_unfinished_event_is_not_handled_again()
    {
        await using (var first = await Member(Write("h", gated: e => e == "2")))
        {
            first.Client.Assign(Only);
            Append(0, 10);
            await EventsHarness.Eventually(() => Effects("h").GetAwaiter().GetResult().Count == 9);
            await first.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }
        Calls.Clear();

        await using var second = await Member(Write("h"));
        second.Client.Assign(Only);
        await second.Handled(Only);

        await AssertOnce("h", 10);
        Assert.Equal(["2"], Calls);
    }

    [SkippableFact]
    public async Task Two_handlers_of_a_topic_count_separately_and_one_that_has_finished_nothing_loses_nothing()
    {
        await using (var first = await Member(Write("quick"), Fail("slow")))
        {
            first.Client.Assign(Only);
            Append(0, 10);
            await EventsHarness.Eventually(() => Effects("quick").GetAwaiter().GetResult().Count == 10);
            await first.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        await using var second = await Member(Write("quick"), Write("slow"));
        second.Client.Assign(Only);
        await second.Handled(Only);

        await AssertOnce("quick", 10);
        await AssertOnce("slow", 10);
    }

    [SkippableFact]
    public async Task A_handler_that_is_added_begins_where_the_others_stand()
    {
        await using (var first = await Member(Write("old")))
        {
            first.Client.Assign(Only);
            Append(0, 10);
            await first.Handled(Only);
            await first.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        await using var second = await Member(Write("old"), Write("new"));
        second.Client.Assign(Only);
        Append(10, 5);
        await second.Handled(Only);

        await AssertOnce("old", 15);
        Assert.Equal(Enumerable.Range(10, 5), (await Effects("new")).Select(int.Parse).Order());
    }

    [SkippableFact]
    public async Task A_failed_attempt_leaves_nothing_and_a_conflict_is_no_failure()
    {
        var conflicts = 0;
        var failures = 0;
        var handler = Transaction("h", async (e, transaction, context) =>
        {
            await Insert(transaction, "h", e);
            if (e == "1" && Interlocked.Increment(ref conflicts) <= 3) await Execute(transaction, Conflict);
            if (e == "2" && Interlocked.Increment(ref failures) <= 2) throw new InvalidOperationException("not yet");
            if (e == "1") Assert.Equal(1, context.Attempt);
            if (e == "2") Assert.Equal(3, context.Attempt);
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 4);
        await group.Handled(Only);

        await AssertOnce("h", 4);
        Assert.Equal((4, 3), (conflicts, failures));
    }

    [SkippableFact]
    public async Task A_batch_is_one_transaction_and_a_bad_event_costs_the_others_nothing()
    {
        var (failures, conflicts) = (0, 0);
        var batches = new ConcurrentQueue<int>();
        var handler = new BatchHandler<string>(
            "h", Topic.Text("events"), async (events, transaction) =>
            {
                batches.Enqueue(events.Count);
                foreach (var e in events) await Insert(transaction!, "h", e.Event);
                if (events.Any(e => e.Event == "3") && Interlocked.Increment(ref conflicts) <= 2) await Execute(transaction!, Conflict);
                // One that the handler fails by itself, one that fails the batch.
                if (events.FirstOrDefault(e => e.Event == "5") is { } bad && Interlocked.Increment(ref failures) <= 2) bad.Fail(new InvalidOperationException("not yet"));
                if (events.Any(e => e.Event == "11")) throw new ArgumentException("never");
            },
            inTransaction: true,
            new HandlerOptions { BatchSize = 20, MinBackoff = TimeSpan.FromMilliseconds(5), OnFailure = FailureMode.Discard }.DontRetry<ArgumentException>());
        await using var group = await Member(handler);
        Append(0, 20);
        group.Client.Assign(Only);
        await group.Handled(Only);

        Assert.Equal(Enumerable.Range(0, 20).Except([11]), (await Effects("h")).Select(int.Parse).Order());
        Assert.Equal(1, group.Runtime.Context.Metrics.Discarded);
        Assert.Equal(20, batches.First());
    }

    [SkippableFact]
    public async Task Batches_of_two_that_both_believe_to_own_a_partition_count_each_event_once()
    {
        HandlerDefinition Handler() => new BatchHandler<string>(
            "h", Topic.Text("events"), async (events, transaction) =>
            {
                foreach (var e in events) await Insert(transaction!, "h", e.Event);
            },
            inTransaction: true, new HandlerOptions { BatchSize = 7, MaxBatches = 2 });
        await using var a = await Member(Handler());
        await using var b = await Member(Handler());
        a.Client.Assign(Only);
        for (var round = 0; round < 5; round++)
        {
            Append(round * 40, 40);
            if (round == 1) b.Client.Assign(Only);
            await a.Handled(Only);
        }

        await AssertOnce("h", 200);
    }

    [SkippableFact]
    public async Task A_handler_that_ends_its_transaction_itself_is_told()
    {
        var handler = Transaction("h", async (_, transaction, _) => await transaction.RollbackAsync());
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 1);

        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("the handler has ended its transaction", StringComparison.Ordinal) is true);
    }

    [SkippableFact]
    public async Task Keys_run_in_parallel_on_their_own_connections_and_one_key_in_order()
    {
        var running = 0;
        var most = 0;
        var handler = Transaction("h", async (e, transaction, context) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Insert(transaction, "h", $"{context.Key}:{e}");
            if (e is "0" or "1" or "2") await Gate("all").Task;
            Interlocked.Decrement(ref running);
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        foreach (var (key, e) in new[] { ("a", "0"), ("b", "1"), ("c", "2"), ("a", "3"), ("a", "4") }) Topics.Append("events", key, e);
        await EventsHarness.Eventually(() => Volatile.Read(ref running) == 3);
        Gate("all").SetResult();
        await group.Handled(Only);

        Assert.Equal(3, most);
        Assert.Equal(["a:0", "a:3", "a:4"], (await Effects("h")).Where(e => e[0] == 'a'));
    }

    [SkippableFact]
    public async Task A_plain_handler_of_the_group_keeps_its_place_beside()
    {
        var plain = new ConcurrentQueue<string>();
        HandlerDefinition[] Handlers() =>
        [
            Write("h"),
            new PlainHandler<string>("plain", Topic.Text("events"), (e, _) =>
            {
                plain.Enqueue(e);
                return default;
            }, new HandlerOptions()),
        ];
        for (var process = 0; process < 3; process++)
        {
            await using var group = await Member(Handlers());
            group.Client.Assign(Only);
            Append(process * 10, 10);
            await group.Handled(Only);
            await group.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        await AssertOnce("h", 30);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), plain);
    }

    [SkippableFact]
    public async Task Events_of_a_topic_that_was_made_again_are_not_taken_for_those_of_the_former()
    {
        await using (var first = await Member(Write("h")))
        {
            first.Client.Assign(Only);
            Append(0, 10);
            await first.Handled(Only);
            await first.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }
        Topics.Recreate("events", 10);

        var options = EventsHarness.Options();
        options.RecreatedTopic = RecreatedTopic.Beginning;
        await using var second = await EventsHarness.Start(Topics, [Write("h")], options, store: Open());
        second.Client.Assign(Only);
        await second.Handled(Only);

        Assert.Equal(20, (await Effects("h")).Distinct().Count());
    }

    [SkippableFact]
    public async Task Real_deadlocks_between_keys_are_tried_again_at_once()
    {
        await Execute("create table totals (id int primary key, total int not null); insert into totals values (1, 0), (2, 0)");
        var attempts = new ConcurrentQueue<int>();
        using var meet = new Barrier(2);
        var handler = Transaction("h", async (e, transaction, context) =>
        {
            var (first, second) = e == "0" ? (1, 2) : (2, 1);
            await Execute(transaction, $"{FindDeadlocksSoon}update totals set total = total + 1 where id = {first}");
            // Both hold their first row, the first time that they meet.
            if (attempts.Count < 2)
            {
                attempts.Enqueue(context.Attempt);
                await Task.Run(() => meet.SignalAndWait(EventsHarness.Patience));
            }
            await Execute(transaction, $"update totals set total = total + 1 where id = {second}");
            Assert.Equal(1, context.Attempt);
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 2);
        await group.Handled(Only);

        Assert.Equal(4, Number("select sum(total) from totals"));
    }

    [SkippableFact]
    public async Task A_frozen_owner_that_is_about_to_commit_holds_a_partition_for_seconds()
    {
        await using (var first = await Member(Write("h")))
        {
            first.Client.Assign(Only);
            Append(0, 1);
            await first.Handled(Only);
            await first.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }
        await using var frozen = await Connect();
        await using var transaction = await frozen.BeginTransactionAsync();
        await Execute(transaction, Hold);

        await using var second = await Member(Write("h"));
        second.Client.Assign(Only);
        Append(1, 1);
        await second.Handled(Only);
        await AssertOnce("h", 2);
    }

    private protected Task<EventsHarness> Member(params HandlerDefinition[] handlers) => EventsHarness.Start(Topics, handlers, store: Open());

    private protected void Append(int from, int count)
    {
        for (var i = from; i < from + count; i++) Topics.Append("events", $"key-{i}", $"{i}");
    }

    /// <summary>A handler that writes each event into the table.</summary>
    private protected HandlerDefinition Write(string name, Func<string, bool>? gated = null) => Transaction(name, async (e, transaction, _) =>
    {
        Calls.Enqueue(e);
        await Insert(transaction, name, e);
        if (gated?.Invoke(e) is true) await Gate(e).Task;
    });

    private protected HandlerDefinition Transaction(string name, Func<string, DbTransaction, EventContext, Task> handle) =>
        new TransactionHandler<string>(
            name, Topic.Text("events"), handle,
            new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) });

    private HandlerDefinition Fail(string name) => Transaction(name, (_, _, _) => throw new InvalidOperationException("always"));

    private protected TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private protected async Task AssertOnce(string handler, int events) =>
        Assert.Equal(Enumerable.Range(0, events), (await Effects(handler)).Select(int.Parse).Order());
}
