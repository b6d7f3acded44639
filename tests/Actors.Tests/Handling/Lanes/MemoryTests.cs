using System.Text;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Lanes;

public sealed class MemoryTests
{
    private const int Limit = 100;
    private static readonly TopicPartition[] All = [new("events", 0), new("events", 1), new("events", 2)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", All.Length);
    private readonly CountingStates _states = new();
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task Far_above_its_limit_a_shard_takes_no_more_before_a_checkpoint_has_made_room()
    {
        await using var group = await ShortOfMemory();
        var writing = All[_states.Writing.First()];
        var later = Enumerable.Range(1000, 1000)
            .Where(k => Murmur2Partitioner.Partition(Encoding.UTF8.GetBytes("key" + k), All.Length) == writing.Partition.Value).ToArray();

        foreach (var k in later) Append(k, k + 1);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Single(p => p.TopicPartition == writing).Outstanding > 0);
        foreach (var k in later) Assert.Equal(0, (await group.Ask<Counter, Count>("key" + k, new GetCount())).Events);

        _gate.SetResult();
        await group.Handled(All);
        await AskAll(group, 0, 1000);
        foreach (var k in later) await AskAll(group, k, k + 1);
        await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident <= Limit);
    }

    [Fact]
    public async Task Checkpoints_of_a_process_take_turns()
    {
        await using var group = await ShortOfMemory();
        var turns = Math.Min(All.Length, Math.Max(1, Environment.ProcessorCount / 4));
        await EventsHarness.Eventually(() => _states.Writing.Count >= turns);
        for (var k = 0; k < 50; k++) await group.Ask<Counter, Count>("key" + k, new GetCount()); // behind what was read
        Assert.Equal(turns, _states.Writing.Count);

        _gate.SetResult();
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints >= All.Length);
    }

    /// <summary>A group far above its memory's limit, with a checkpoint under way that waits at the gate.</summary>
    private async Task<EventsHarness> ShortOfMemory()
    {
        _states.WriteGate = _gate.Task;
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Memory.MaxResident = Limit;
        options.Memory.MaxActive = 10;
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>()], options, _states);
        group.Client.Assign(All);
        Append(0, 1000);
        await EventsHarness.Eventually(() => _states.Writing.Count > 0 && group.Runtime.Context.Budget.FarOver);
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
