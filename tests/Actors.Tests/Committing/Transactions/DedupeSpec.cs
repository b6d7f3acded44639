using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Akka.Events.Committing.Internal.Transactions;
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
/// What handlers in database transactions that look at events' ids may count on, whatever the database. A store passes this as it does
/// <see cref="TransactionSpec"/>.
/// </summary>
public abstract class DedupeSpec : EffectsTable
{
    private static readonly TopicPartition[] Partitions = [new("events", 0), new("events", 1)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);
    private readonly ConcurrentQueue<string> _calls = new();

    [SkippableFact]
    public async Task An_id_of_a_source_is_handled_once_by_each_handler_wherever_it_comes_again()
    {
        await using (var first = await Member(Write("h"), Write("g"), Write("all", TimeSpan.Zero)))
        {
            Append(0, "a", "1", id: "x");
            Append(0, "b", "2", id: "x"); // another key
            Append(1, "c", "3", id: "x"); // another partition
            Append(0, "a", "4", id: "x", source: "/other");
            Append(0, "a", "5", id: "X"); // ids are told apart as bytes are
            Append(0, "a", "6", id: null);
            Append(0, "a", "7", id: null);
            Append(0, "a", "8", id: "");
            Append(0, "a", "9", id: "y", source: null);
            Append(1, "a", "10", id: "y", source: null);
            await Assigned(first);
            Assert.Equal(2 * 3, first.Runtime.Context.Metrics.Repeated);
            foreach (var partition in Partitions) await first.Client.Revoke(partition).WaitAsync(EventsHarness.Patience);
        }

        await using var second = await Member(Write("h"), Write("g"), Write("all", TimeSpan.Zero));
        Append(1, "d", "11", id: "x");
        Append(1, "d", "12", id: "z");
        await Assigned(second);

        // Of those with one id any may be the first.
        foreach (var handler in new[] { "h", "g" })
        {
            var handled = await Effects(handler);
            Assert.Single(handled, e => e is "1" or "2" or "3");
            Assert.Single(handled, e => e is "9" or "10");
            Assert.Equal(["12", "4", "5", "6", "7", "8"], handled.Except(["1", "2", "3", "9", "10"]).Order());
        }
        Assert.Equal(12, (await Effects("all")).Count);
        Assert.Equal(2, second.Runtime.Context.Metrics.Repeated);
        Assert.Equal(2 * 8 + 12, _calls.Count);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_that_run_at_once_in_two_partitions_one_handles_the_id_and_the_other_waits_for_it(bool firstFails)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = Transaction("h", TimeSpan.FromDays(1), async (e, transaction, _) =>
        {
            _calls.Enqueue(e);
            await Insert(transaction, "h", e);
            if (_calls.Count > 1) return;
            await gate.Task;
            if (firstFails) throw new ArgumentException("given up");
        }, o => o.DontRetry<ArgumentException>().OnFailure = FailureMode.Discard);
        await using var group = await Member(handler);
        Append(0, "a", "1", id: "x");
        Append(1, "b", "2", id: "x");
        group.Client.Assign(Partitions);
        await EventsHarness.Eventually(() => _calls.Count == 1 && Waiting() == 1);
        gate.SetResult();
        foreach (var partition in Partitions) await group.Handled(partition);

        var first = _calls.First();
        Assert.Equal(firstFails ? [first == "1" ? "2" : "1"] : [first], await Effects("h"));
        Assert.Equal(firstFails ? 2 : 1, _calls.Count);
        Assert.Equal(firstFails ? 0 : 1, group.Runtime.Context.Metrics.Repeated);
        Assert.Null(group.Runtime.Problem);
    }

    [SkippableFact]
    public async Task In_a_batch_equal_ids_are_handled_once_and_a_batch_of_known_ones_is_not_handled_at_all()
    {
        var batches = new ConcurrentQueue<string>();
        var failures = 0;
        var handler = new BatchHandler<string>(
            "h", Topic.Text("events"), async (events, transaction) =>
            {
                batches.Enqueue(string.Join(' ', events.Select(e => e.Event)));
                foreach (var e in events) await Insert(transaction!, "h", e.Event);
                if (events.FirstOrDefault(e => e.Event == "3") is { } bad && Interlocked.Increment(ref failures) == 1)
                    bad.Fail(new InvalidOperationException("not yet"));
            },
            inTransaction: true, Options(TimeSpan.FromDays(1), o => o.BatchSize = 20));
        await using var group = await Member(handler);
        foreach (var (key, e, id) in new[] { ("a", "1", "x"), ("b", "2", "x"), ("c", "3", "y"), ("d", "4", "z"), ("d", "5", "z"), ("e", "6", null) }) Append(0, key, e, id);
        await Assigned(group);
        Append(0, "f", "7", "x");
        Append(0, "g", "8", "y");
        await group.Handled(Partitions[0]);

        Assert.Equal(["1", "3", "4", "6"], (await Effects("h")).Order());
        Assert.Equal("1 3 4 6", batches.First());
        Assert.DoesNotContain(batches, b => b.Contains('7') || b.Contains('8'));
        Assert.Equal(4, group.Runtime.Context.Metrics.Repeated);
    }

    [SkippableFact]
    public async Task What_was_given_up_is_not_known_and_is_handled_when_it_comes_again()
    {
        var handler = Transaction("h", TimeSpan.FromDays(1), async (e, transaction, _) =>
        {
            await Insert(transaction, "h", e);
            if (e == "1") throw new ArgumentException("given up");
        }, o => o.DontRetry<ArgumentException>().OnFailure = FailureMode.Discard);
        await using var group = await Member(handler);
        foreach (var e in new[] { "1", "2", "3" }) Append(0, "a", e, id: "x");
        await Assigned(group);

        Assert.Equal(["2"], await Effects("h"));
        Assert.Equal((1, 1), (group.Runtime.Context.Metrics.Discarded, group.Runtime.Context.Metrics.Repeated));
    }

    [SkippableFact]
    public async Task Marks_are_rolled_back_with_their_transaction_and_go_in_steps_when_they_are_of_age()
    {
        await using var group = await Member();
        var store = group.Runtime.Context.Transactions!;
        Guid[] old = [.. Enumerable.Range(0, 5).Select(i => EventMark.Of("g", "h", "s", $"{i}")).Order()];
        var young = EventMark.Of("g", "h", "s", "young");

        await Note(commit: false, TimeSpan.FromHours(1), young);
        Assert.Empty(await Note(commit: true, TimeSpan.Zero, old));
        Assert.Empty(await Note(commit: true, TimeSpan.FromHours(1), young));
        Assert.Equal(old[..2], (await Note(commit: false, TimeSpan.FromHours(1), [old[0], old[1], EventMark.Of("g", "h", "s", "new")])).Order());

        Assert.Equal(2, await store.Forget(2, default));
        Assert.Equal(3, await store.Forget(10, default));
        Assert.Equal(0, await store.Forget(10, default));
        Assert.Equal([young], await Note(commit: true, TimeSpan.FromHours(1), young, old[0]));

        async Task<IReadOnlyCollection<Guid>> Note(bool commit, TimeSpan keep, params Guid[] marks)
        {
            await using var open = await store.Begin(default);
            var known = await store.Note(open.Transaction, marks, keep, default);
            if (commit) await open.Transaction.CommitAsync();
            return known;
        }
    }

    /// <summary>Sessions that wait for a lock of another.</summary>
    private protected abstract long Waiting();

    private protected Task<EventsHarness> Member(params HandlerDefinition[] handlers) =>
        EventsHarness.Start(_topics, handlers.Length > 0 ? handlers : [Write("h")], store: Open());

    private protected static async Task Assigned(EventsHarness group)
    {
        group.Client.Assign(Partitions);
        foreach (var partition in Partitions) await group.Handled(partition);
    }

    private void Append(int partition, string key, string e, string? id, string? source = "/shop")
    {
        var headers = new Headers();
        if (id is not null) headers.Add("ce_id", Encoding.UTF8.GetBytes(id));
        if (source is not null) headers.Add("ce_source", Encoding.UTF8.GetBytes(source));
        _topics.Append(Partitions[partition], Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(e), headers);
    }

    private HandlerDefinition Write(string name, TimeSpan? dedupe = null) => Transaction(name, dedupe ?? TimeSpan.FromDays(1), async (e, transaction, _) =>
    {
        _calls.Enqueue(e);
        await Insert(transaction, name, e);
    });

    private static HandlerDefinition Transaction(
        string name, TimeSpan dedupe, Func<string, DbTransaction, EventContext, Task> handle, Action<HandlerOptions>? configure = null) =>
        new TransactionHandler<string>(name, Topic.Text("events"), handle, Options(dedupe, configure));

    private static HandlerOptions Options(TimeSpan dedupe, Action<HandlerOptions>? configure)
    {
        var options = new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20), DedupeFor = dedupe };
        configure?.Invoke(options);
        return options;
    }
}
