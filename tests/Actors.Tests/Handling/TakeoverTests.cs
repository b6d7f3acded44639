using Akka.Events.Consuming;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling;

public sealed class TakeoverTests
{
    private const int Keys = 1200;
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly CountingStates _states = new();

    [Fact]
    public async Task A_new_owner_brings_all_stored_states_in_by_one_sweep()
    {
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == Keys);
        Append();
        await group.Handled(Zero);

        await AssertAllCounted(group, 2);
        Assert.Equal(1, _states.Sweeps);
    }

    [Fact]
    public async Task Keys_that_are_new_after_a_complete_sweep_are_not_looked_up()
    {
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == Keys);
        var before = _states.KeysRead;
        _topics.Append("events", "new", "x");
        await group.Handled(Zero);

        Assert.Equal(1, (await group.Entities.Ask<Counter, Count>("new", new GetCount())).Events);
        Assert.InRange(_states.KeysRead - before, 0, 1);
    }

    [Fact]
    public async Task States_that_have_no_room_in_memory_are_read_when_they_are_asked_for()
    {
        var options = EventsHarness.Options();
        options.Memory.MaxResident = 100;
        await using var group = await CheckpointedAndMoved(options);
        Append();
        await group.Handled(Zero);

        await AssertAllCounted(group, 2);
        Assert.True(_states.KeysRead > 0);
    }

    [Fact]
    public async Task A_sweep_that_fails_leaves_the_states_to_be_read_by_key()
    {
        _states.SweepFailure = new TimeoutException("the database is slow");
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        Append();
        await group.Handled(Zero);

        await AssertAllCounted(group, 2);
    }

    [Fact]
    public async Task A_state_that_waits_to_be_read_while_the_sweep_passes_and_ends_is_not_taken_for_new()
    {
        var (read, sweep) = (new TaskCompletionSource(), new TaskCompletionSource());
        _states.ReadGate = read.Task;
        _states.SweepGate = sweep.Task;
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        _topics.Append("events", "key0", "again");
        await EventsHarness.Eventually(() => _states.KeysRead > 0);
        _topics.Append("events", "key1", "again");
        await EventsHarness.Eventually(() => group.Runtime.Progress.Partitions.All(p => p.Position >= _topics.End(Zero)));
        sweep.SetResult();
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == Keys);
        read.SetResult();
        await group.Handled(Zero);
        foreach (var key in new[] { "key0", "key1" })
            Assert.Equal(2, (await group.Entities.Ask<Counter, Count>(key, new GetCount())).Events);
    }

    [Fact]
    public async Task The_tail_above_a_checkpoint_comes_on_top_of_the_swept_states()
    {
        var options = EventsHarness.Options();
        await using var group = await CheckpointedAndMoved(options);
        options.Checkpoint.MaxTailEvents = int.MaxValue;
        Append();
        await group.Handled(Zero);
        await Move(group);
        Append();
        await group.Handled(Zero);

        await AssertAllCounted(group, 3);
        Assert.Equal(2, _states.Sweeps);
    }

    private void Append()
    {
        for (var k = 0; k < Keys; k++) _topics.Append("events", "key" + k, "x");
    }

    /// <summary>A group whose shard has stored the states of all keys in a checkpoint, and begins anew.</summary>
    private async Task<EventsHarness> CheckpointedAndMoved(GroupOptions options)
    {
        options.Checkpoint.MaxTailEvents = 1;
        options.ReportStuckAfter = TimeSpan.FromMilliseconds(200); // housekeeping, which begins a checkpoint, comes four times as often
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, _states);
        group.Client.Assign(Zero);
        Append();
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0 && _states.Written >= Keys);
        await Move(group);
        return group;
    }

    private static async Task Move(EventsHarness group)
    {
        await group.Client.Revoke(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 0);
        group.Client.Assign(Zero);
    }

    private static async Task AssertAllCounted(EventsHarness group, int events)
    {
        for (var k = 0; k < Keys; k += 7)
            Assert.Equal(events, (await group.Entities.Ask<Counter, Count>("key" + k, new GetCount())).Events);
    }
}
