using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class EventsControlTests
{
    private static readonly TopicPartition Zero = new("events", 0), One = new("events", 1);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);
    private readonly ConcurrentQueue<string> _handled = new();

    [Fact]
    public async Task A_paused_partition_finishes_what_it_has_and_is_read_on_when_it_is_resumed()
    {
        await using var group = await Start();
        var control = Control(group);
        group.Client.Assign(Zero, One);
        Append(0, "a");
        await group.Handled(Zero);

        control.Pause("group", "events", 0);
        Append(0, "b");
        Append(1, "c");
        await EventsHarness.Eventually(() => _handled.Contains("c"));
        Assert.Equal(["a", "c"], _handled);
        Assert.Equal([true, false], Status(group).Partitions.Select(p => p.Paused));
        Assert.Empty(Status(group).Problems);

        control.Resume("group", "events", 0);
        await group.Handled(Zero);
        Assert.Equal(["a", "c", "b"], _handled);
    }

    [Fact]
    public async Task What_is_assigned_to_a_paused_group_waits_and_can_be_given_up()
    {
        await using var group = await Start();
        var control = Control(group);
        control.Pause("group");
        Append(0, "a");
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => Status(group).Partitions is [{ Paused: true }]);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => Status(group).Partitions.Count == 1);
        Assert.Empty(_handled);

        var error = Assert.Throws<InvalidOperationException>(() => control.Resume("group", "events"));
        Assert.Equal("topic events is paused by a pause of the group: resume that", error.Message);
        control.Resume("group");
        await group.Handled(Zero);
        Assert.Equal(["a"], _handled);
    }

    [Fact]
    public async Task A_resume_of_the_whole_lets_its_parts_go_on()
    {
        await using var group = await Start();
        var control = Control(group);
        control.Pause("group", "events", 1);
        control.Pause("group", "events");
        group.Client.Assign(Zero, One);
        Append(0, "a");
        Append(1, "b");

        control.Resume("group");
        await group.Handled(Zero);
        await group.Handled(One);
        Assert.Equal(["a", "b"], _handled.Order());
    }

    [Fact]
    public async Task What_there_is_not_is_refused()
    {
        await using var group = await Start();
        var control = Control(group);
        Assert.Contains("there is no group 'other'", Assert.Throws<ArgumentException>(() => control.Pause("other")).Message);
        Assert.Contains("doesn't read topic 'other'", Assert.Throws<ArgumentException>(() => control.Pause("group", "other")).Message);
        Assert.Contains("one of a topic", Assert.Throws<ArgumentException>(() => control.Resume("group", partition: 1)).Message);
    }

    private Task<EventsHarness> Start() => EventsHarness.Start(
        _topics,
        [
            new PlainHandler<string>("handler", Topic.Text("events"), (text, _) =>
            {
                _handled.Enqueue(text);
                return default;
            }, new HandlerOptions()),
        ]);

    private void Append(int partition, string text) => _topics.Append(new TopicPartition("events", partition), "key"u8.ToArray(), Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task A_hot_handler_leaves_another_its_turn_and_limits_can_be_changed_while_it_runs()
    {
        var gates = new ConcurrentDictionary<string, TaskCompletionSource>();
        var begun = new ConcurrentQueue<string>();
        TaskCompletionSource Gate(string text) => gates.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        PlainHandler<string> Handler(string name, string topic) => new(name, Topic.Text(topic), async (text, _) =>
        {
            begun.Enqueue(text);
            await Gate(text).Task;
        }, new HandlerOptions());
        _topics.Create("calm", 1);
        for (var i = 0; i < 20; i++) _topics.Append(new TopicPartition("events", 0), Encoding.UTF8.GetBytes($"k{i}"), Encoding.UTF8.GetBytes($"hot {i}"));
        await using var group = await EventsHarness.Start(_topics, [Handler("hot", "events"), Handler("calm", "calm")]);
        var control = Control(group);
        control.LimitExecuting(2, "group");
        group.Client.Assign(Zero, new TopicPartition("calm", 0));
        await EventsHarness.Eventually(() => begun.Count == 2);
        _topics.Append("calm", "k", "calm");
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Any(p => p.TopicPartition.Topic == "calm" && p.Outstanding == 1));

        // The two first of the hot one's end: one more of it may have stood in line before.
        Gate("hot 0").SetResult();
        Gate("hot 1").SetResult();
        await EventsHarness.Eventually(() => begun.Contains("calm"));
        Assert.InRange(begun.Count, 3, 4);

        control.LimitExecuting(5, "group", "hot");
        control.LimitExecuting(null, "group");
        await EventsHarness.Eventually(() => begun.Count == 8);
        control.LimitExecuting(null, "group", "hot");
        foreach (var i in Enumerable.Range(2, 18)) Gate($"hot {i}").SetResult();
        Gate("calm").SetResult();
        await group.Handled(Zero, new TopicPartition("calm", 0));
        Assert.Throws<ArgumentException>(() => control.LimitExecuting(0, "group"));
        Assert.Throws<ArgumentException>(() => control.LimitExecuting(1, "group", "other"));
    }

    [Fact]
    public async Task What_a_group_may_have_under_way_is_shared_out_between_its_partitions()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new PlainHandler<string>("waits", Topic.Text("events"), async (_, _) => await end.Task, new HandlerOptions());
        for (var i = 0; i < 40; i++) _topics.Append(new TopicPartition("events", i % 2), Encoding.UTF8.GetBytes($"k{i}"), Encoding.UTF8.GetBytes($"e{i}"));
        await using var group = await EventsHarness.Start(_topics, [handler]);
        var control = Control(group);
        control.LimitOutstanding(8, "group");
        group.Client.Assign(Zero, One);
        await EventsHarness.Eventually(() => Outstanding(group) == (4, 4));
        control.LimitOutstanding(null, "group");
        await EventsHarness.Eventually(() => Outstanding(group) == (20, 20));
        _topics.Append(new TopicPartition("events", 0), Encoding.UTF8.GetBytes("k"), Encoding.UTF8.GetBytes("one more"));
        end.SetResult();
        await group.Handled(Zero, One);
        Assert.Equal((0, 0), Outstanding(group));
    }

    [Fact]
    public async Task A_partition_gets_the_share_of_one_that_leaves()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new PlainHandler<string>("waits", Topic.Text("events"), async (_, _) => await end.Task, new HandlerOptions());
        for (var i = 0; i < 40; i++) _topics.Append(new TopicPartition("events", i % 2), Encoding.UTF8.GetBytes($"k{i}"), Encoding.UTF8.GetBytes($"e{i}"));
        await using var group = await EventsHarness.Start(_topics, [handler]);
        Control(group).LimitOutstanding(8, "group");
        group.Client.Assign(Zero, One);
        await EventsHarness.Eventually(() => Outstanding(group) == (4, 4));
        group.Client.Lose(One);
        await EventsHarness.Eventually(() => Outstanding(group) == (8, 0));
        end.SetResult();
        await group.Handled(Zero);
    }

    [Fact]
    public async Task A_running_group_is_moved_back_and_forth_and_that_is_committed()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new PlainHandler<string>("plain", Topic.Text("events"), async (text, context) =>
        {
            _handled.Enqueue(text);
            if (text == "waits") await gate.Task.WaitAsync(context.CancellationToken);
        }, new HandlerOptions());
        await using var group = await EventsHarness.Start(_topics, [handler]);
        var control = Control(group);
        group.Client.Assign(Zero, One);
        foreach (var text in new[] { "a", "b", "c" }) Append(0, text);
        await group.Handled(Zero);

        Assert.Equal([new TopicPartitionOffset(Zero, 1)], await control.SeekAsync("group", "events", 1, partition: 0));
        await EventsHarness.Eventually(() => _handled.Count == 5);
        await group.Handled(Zero);
        Assert.Equal(["a", "b", "c", "b", "c"], _handled);

        // Over one that doesn't end, to the log's end.
        foreach (var text in new[] { "waits", "d" }) Append(0, text);
        await EventsHarness.Eventually(() => _handled.Contains("waits"));
        var moved = await control.SeekAsync("group", "events", long.MaxValue);
        Assert.Equal([new TopicPartitionOffset(Zero, 5), new TopicPartitionOffset(One, 0)], moved);
        Assert.Equal(5, _topics.Committed[Zero]);
        Append(0, "e");
        await group.Handled(Zero);
        Assert.Equal("e", _handled.Last());
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task A_commit_that_is_answered_only_after_a_move_does_not_count_for_what_is_read_again()
    {
        await using var group = await Start();
        group.Client.Assign(Zero);
        var answered = new TaskCompletionSource();
        group.Client.CommitGates.Enqueue(answered.Task);
        Append(0, "a");
        await EventsHarness.Eventually(() => group.Client.CommitGates.IsEmpty);
        Assert.Equal(1, _topics.Committed[Zero]);

        // The group is moved back, reads the same once more, and only then hears of its commit.
        await Control(group).SeekAsync("group", "events", 0, partition: 0);
        Assert.Equal(0, _topics.Committed[Zero]);
        await EventsHarness.Eventually(() => _handled.Count == 2);
        answered.SetResult();
        await EventsHarness.Eventually(() => _topics.Committed[Zero] == 1);
    }

    [Fact]
    public async Task A_group_whose_state_stands_on_its_offsets_refuses_to_be_moved()
    {
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Control(group).SeekAsync("group", "events", 0));
        Assert.Contains("keeps its offsets beside what its events have led to", refused.Message);
    }

    private static (int, int) Outstanding(EventsHarness group)
    {
        var of = group.Runtime.Partitions.All.ToDictionary(p => p.TopicPartition, p => p.Outstanding);
        return (of.GetValueOrDefault(Zero), of.GetValueOrDefault(One));
    }

    private static IEventsControl Control(EventsHarness group) => new EventsControl(new RunningGroups([group.Runtime], TimeProvider.System));

    private static GroupStatus Status(EventsHarness group) => new EventsStatus(new RunningGroups([group.Runtime], TimeProvider.System)).Groups[0];
}
