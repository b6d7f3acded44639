using Akka.Events.Consuming;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling;

public sealed class MemoryTests
{
    private const int Limit = 100;
    private static readonly TopicPartition[] All = [new("events", 0), new("events", 1), new("events", 2)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", All.Length);
    private readonly CountingStates _states = new();

    [Fact]
    public async Task Far_above_its_limit_a_shard_takes_no_more_before_a_checkpoint_has_made_room()
    {
        var gate = new TaskCompletionSource();
        _states.WriteGate = gate.Task;
        await using var group = await Started();
        Append(0, 1000);
        await group.Handled(All);
        await EventsHarness.Eventually(() => _states.Writers > 0);
        var resident = group.Runtime.Context.Budget.Resident;

        Append(1000, 4000);
        await EventsHarness.Eventually(() => group.Runtime.Progress.Partitions.All(p => p.Position >= _topics.End(p.TopicPartition)));
        await AskAll(group, 0, 10); // behind what was read, in the shards' mailboxes
        Assert.Equal(resident, group.Runtime.Context.Budget.Resident);

        gate.SetResult();
        await group.Handled(All);
        await AskAll(group, 0, 4000);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident <= Limit);
    }

    [Fact]
    public async Task Checkpoints_of_a_process_take_turns()
    {
        var gate = new TaskCompletionSource();
        _states.WriteGate = gate.Task;
        await using var group = await Started();
        Append(0, 1000);
        await group.Handled(All);
        await EventsHarness.Eventually(() => _states.Writers > 0);
        Append(0, 10);
        await AskAll(group, 0, 10);
        Assert.Equal(Math.Min(All.Length, Math.Max(1, Environment.ProcessorCount / 4)), _states.Writers);

        gate.SetResult();
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints >= All.Length);
    }

    private async Task<EventsHarness> Started()
    {
        var options = EventsHarness.Options();
        options.Memory.MaxResident = Limit;
        options.Memory.MaxActive = 10;
        options.ReportStuckAfter = TimeSpan.FromMilliseconds(200); // housekeeping comes four times as often
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, _states);
        group.Client.Assign(All);
        return group;
    }

    private void Append(int from, int to)
    {
        for (var k = from; k < to; k++) _topics.Append("events", "key" + k, "x");
    }

    private static async Task AskAll(EventsHarness group, int from, int to)
    {
        for (var k = from; k < to; k++)
            Assert.InRange((await group.Ask<Counter, Count>("key" + k, new GetCount())).Events, 1, 2);
    }
}
