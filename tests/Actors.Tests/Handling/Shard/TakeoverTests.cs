using System.Buffers;
using System.Text;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Shard;

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
    public async Task A_shard_ends_at_once_whatever_its_stores_client_does_when_it_is_cancelled()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == Keys);
        _states.SweepGate = gate.Task;
        var (places, sweeping) = (group.Runtime.Context.Recoveries.CurrentCount, 0);
        _states.Sweeping = ct =>
        {
            ct.Register(() => gate.Task.Wait());
            ct.Register(() => throw new InvalidOperationException("a connection that can't be closed"));
            Interlocked.Increment(ref sweeping);
        };
        await Move(group);
        await EventsHarness.Eventually(() => sweeping == 1);
        await group.Client.Revoke(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Tails.Shards == 0);
        Assert.Equal(places, group.Runtime.Context.Recoveries.CurrentCount);
        group.Client.Assign(Zero);
        Append();
        await group.Handled(Zero);
        gate.SetResult();
        await AssertAllCounted(group, 2);
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
    public async Task A_question_waits_while_its_entitys_state_cant_be_read()
    {
        _states.SweepFailure = new TimeoutException("the database is away");
        await using var group = await CheckpointedAndMoved(EventsHarness.Options());
        _states.ReadFailures.Enqueue(new TimeoutException("the database is away"));

        Assert.Equal(1, (await group.Entities.Ask<Counter, Count>("key0", new GetCount())).Events);
        Assert.Empty(_states.ReadFailures);
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
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.All(p => p.Position >= _topics.End(Zero)));
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

    [Fact]
    public async Task A_tail_is_read_in_without_a_state_being_made_of_it()
    {
        await using var group = await CountedAndMoved(_ => { });
        _topics.Append("events", "key7", "x");
        await group.Handled(Zero);

        Assert.Equal(1, group.Runtime.Context.Budget.Resident);
        await AssertAllCounted(group, 1, except: 7);
        Assert.Equal(2, (await group.Entities.Ask<Counter, Count>("key7", new GetCount())).Events);
    }

    [Fact]
    public async Task A_tail_becomes_states_in_memory_while_there_is_room_and_time()
    {
        await using var group = await CountedAndMoved(o => o.ReportStuckAfter = TimeSpan.FromMilliseconds(200));
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == Keys);
        await AssertAllCounted(group, 1);
    }

    [Fact]
    public async Task A_checkpoint_stores_the_keys_of_the_tail_that_nobody_has_asked_for()
    {
        await using var group = await CountedAndMoved(o => o.Checkpoint.MaxTailEvents = int.MaxValue);
        for (var k = 0; k < 3; k++) _topics.Append("events", "key" + k, "x");
        await group.Handled(Zero);
        Assert.Equal(0, _states.Written);
        group.Runtime.Context.Options.Checkpoint.MaxTailEvents = 1;
        _topics.Append("events", "key3", "x");
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);

        Assert.True(_states.Written >= Keys);
        await AssertTwice(group);
        await Move(group);
        await AssertTwice(group);

        async Task AssertTwice(EventsHarness member)
        {
            for (var k = 0; k < Keys; k += 7)
                Assert.Equal(k < 4 ? 2 : 1, (await member.Ask<Counter, Count>("key" + k, new GetCount())).Events);
        }
    }

    [Fact]
    public async Task An_entity_whose_event_cant_be_read_back_stops_alone_and_its_events_are_stored_as_they_are()
    {
        var codec = new Fragile();
        await using var group = await CountedAndMoved(
            o => o.Checkpoint.MaxTailEvents = int.MaxValue, entity => entity.Store(codec: codec), () => codec.Broken = "key5");
        group.Runtime.Context.Options.Checkpoint.MaxTailEvents = 1;
        _topics.Append("events", "key3", "x");
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics is { Blocked: 1, Checkpoints: > 0 });
        _topics.Append("events", "key4", "x");
        await group.Handled(Zero);

        Assert.StartsWith("entity 'counter', key 'key5'", group.Runtime.Problem);
        Assert.True(_states.Written >= Keys);
        Assert.Equal(2, (await group.Entities.Ask<Counter, Count>("key4", new GetCount())).Events);
        await Assert.ThrowsAsync<UnreadableStateException>(() => group.Entities.Ask<Counter, Count>("key5", new GetCount()));
        await Move(group);
        await Assert.ThrowsAsync<UnreadableStateException>(() => group.Ask<Counter, Count>("key5", new GetCount()));
        codec.Broken = null;
        await Move(group);
        Assert.Equal(1, (await group.Ask<Counter, Count>("key5", new GetCount())).Events);
    }

    [Fact]
    public async Task A_few_shards_sweep_at_once_and_the_others_read_by_key_until_their_turn_comes()
    {
        const int shards = 12;
        var topics = new FakeTopics().Create("events", shards);
        TopicPartition[] all = [.. Enumerable.Range(0, shards).Select(p => new TopicPartition("events", p))];
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Checkpoint.MaxTailEvents = 1;
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], options, _states);
        group.Client.Assign(all);
        for (var k = 0; k < 200; k++) topics.Append("events", "key" + k, "x");
        await group.Handled(all);
        await EventsHarness.Eventually(() => _states.Written >= 200 && group.Runtime.Context.Metrics.Checkpoints >= shards);
        var gate = new TaskCompletionSource();
        _states.SweepGate = gate.Task;
        await group.Client.Revoke(all);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 0);
        group.Client.Assign(all);
        for (var k = 0; k < 200; k++) topics.Append("events", "key" + k, "y");
        await group.Handled(all);

        Assert.InRange(_states.Sweeps, 1, 4);
        gate.SetResult();
        await EventsHarness.Eventually(() => _states.Sweeps == shards);
        for (var k = 0; k < 200; k++) Assert.Equal(2, (await group.Ask<Counter, Count>("key" + k, new GetCount())).Events);
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

    /// <summary>A group whose shard has counted each key once, without a checkpoint, and begins anew.</summary>
    private async Task<EventsHarness> CountedAndMoved(
        Action<GroupOptions> configure, Action<EntityOptions>? entity = null, Action? moving = null)
    {
        var options = EventsHarness.Options();
        options.ReportStuckAfter = TimeSpan.FromMinutes(10); // no housekeeping
        configure(options);
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>(entity)], options, _states);
        group.Client.Assign(Zero);
        for (var k = 0; k < Keys; k++) _topics.Append("events", "key" + k, "key" + k);
        await group.Handled(Zero);
        moving?.Invoke();
        await Move(group);
        return group;
    }

    private static async Task Move(EventsHarness group)
    {
        await group.Client.Revoke(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 0);
        group.Client.Assign(Zero);
    }

    private static async Task AssertAllCounted(EventsHarness group, int events, int except = -1)
    {
        for (var k = 0; k < Keys; k += 7)
            if (k != except)
                Assert.Equal(events, (await group.Entities.Ask<Counter, Count>("key" + k, new GetCount())).Events);
    }

    /// <summary>Events as text, of which one can't be read back.</summary>
    private sealed class Fragile : ICodec<Counted>
    {
        public string? Broken { get; set; }

        public string ContentType => "text/plain";

        public Counted Decode(ReadOnlySpan<byte> bytes) =>
            Encoding.UTF8.GetString(bytes) is var text && text != Broken ? new Counted(text) : throw new EventDecodeException(
                "it is broken");

        public void Encode(Counted @event, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(@event.Text, output);
    }
}
