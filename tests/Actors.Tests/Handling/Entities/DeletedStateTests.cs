using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Operating;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

/// <summary>Entities that end.</summary>
public sealed class DeletedStateTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly InMemoryEntityStates _states = new();

    [Fact]
    public async Task A_deleted_state_is_gone_from_memory_and_from_the_store_after_a_checkpoint_and_begins_anew()
    {
        await using var group = await Start();
        await Publish(group, ("a", "1"), ("b", "1"));
        await Checkpoint(group, "b");
        Assert.Equal(["a", "b"], await Stored());
        await Publish(group, ("a", "2"), ("a", null));
        Assert.Empty((await Ask(group, "a")).Seen);
        await Checkpoint(group, "b");
        Assert.Equal(["b"], await Stored());
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 1);
        await Publish(group, ("a", "3"));
        Assert.Equal(["3"], (await Ask(group, "a")).Seen);
        await Checkpoint(group, "b");
        Assert.Equal(["a", "b"], await Stored());
    }

    [Fact]
    public async Task A_deletion_counts_once_and_with_its_offset_however_shards_move_checkpoints_come_and_handlers_fail()
    {
        var random = new Random(1);
        await using var group = await Start();
        var expected = new Dictionary<string, List<string>>();
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                var key = "key" + random.Next(8);
                if (!expected.TryGetValue(key, out var seen)) expected[key] = seen = [];
                var text = random.Next(4) switch { 0 => null, 1 => $"anew {round} {i}", 2 => $"fails {round} {i}", _ => $"{round} {i}" };
                _topics.Append("events", key, text);
                if (text is null || text.StartsWith("anew", StringComparison.Ordinal)) seen.Clear();
                if (text is not null) seen.Add(text);
            }
            // A move may meet events that wait, run, or are handled and not committed.
            if (random.Next(2) == 0) await group.Handled(Zero);
            if (random.Next(3) == 0) await Checkpoint(group, "other");
            if (random.Next(2) == 0) await Move(group);
        }
        await group.Handled(Zero);
        foreach (var (key, seen) in expected) Assert.Equal(seen, (await Ask(group, key)).Seen);
        await Checkpoint(group, "other");
        Assert.Equal(expected.Where(e => e.Value.Count > 0).Select(e => e.Key).Append("other").Order(StringComparer.Ordinal), await Stored());
    }

    [Fact]
    public async Task A_history_says_where_the_state_was_deleted()
    {
        await using var group = await Start();
        await Publish(group, ("a", "1"), ("a", null), ("a", "2"));
        var events = new List<object>();
        await foreach (var e in group.History.Read<Ending>("a")) events.Add(e.Event);
        Assert.Equal([new Counted("1"), new StateDeleted(), new Counted("2")], events);
    }

    private async Task<EventsHarness> Start()
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Memory.PassivateAfter = TimeSpan.FromMilliseconds(50);
        options.Checkpoint.MaxTailEvents = int.MaxValue;
        options.RetainHistory = true;
        var entity = EventsHarness.Entity<Ending, Count>(e => e.Handler.Tombstones = true);
        var group = await EventsHarness.Start(_topics, [entity], options, _states);
        group.Client.Assign(Zero);
        return group;
    }

    private Task Publish(EventsHarness group, params (string Key, string? Text)[] events)
    {
        foreach (var (key, text) in events) _topics.Append("events", key, text);
        return group.Handled(Zero);
    }

    private async Task Checkpoint(EventsHarness group, string key)
    {
        var (context, before) = (group.Runtime.Context, group.Runtime.Context.Metrics.Checkpoints);
        context.Options.Checkpoint.MaxTailEvents = 1;
        _topics.Append("events", key, "for a checkpoint");
        await EventsHarness.Eventually(() => context.Metrics.Checkpoints > before && context.Tails.Events == 0);
        context.Options.Checkpoint.MaxTailEvents = int.MaxValue;
    }

    private static async Task Move(EventsHarness group)
    {
        await group.Client.Revoke(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 0);
        group.Client.Assign(Zero);
    }

    private async Task<List<string>> Stored()
    {
        var keys = new List<string>();
        await foreach (var row in _states.ReadAll("group", 0, default)) keys.Add(KeyText.ToText(row.Key));
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private static Task<Count> Ask(EventsHarness group, string key) => group.Ask<Ending, Count>(key, new GetCount());

    private sealed class Ending : EntityActor<Count>
    {
        private static readonly Topic<string?> Events = Topic.Text("events")!;

        public Ending()
        {
            On(Events, text =>
            {
                if (text is null || text.StartsWith("anew", StringComparison.Ordinal)) DeleteState();
                if (text is not null) Persist(new Counted(text));
                if (text?.StartsWith("fails", StringComparison.Ordinal) is not true || Event.Attempt > 1) return;
                DeleteState();
                throw new InvalidOperationException("told to fail");
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
