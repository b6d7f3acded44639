using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>Partitions that go, and come back to the same process, while a handler runs.</summary>
public sealed class GivenUpRunsTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task A_keys_events_begin_again_when_the_plain_handler_that_was_given_up_has_ended()
    {
        var gates = new Gates();
        var handler = new PlainHandler<string>("gated", Topic.Text("events"), (text, _) => new ValueTask(gates.Pass(text)), new HandlerOptions());
        await using var group = await EventsHarness.Start(_topics, [handler]);
        await LoseAndComeBack(group, gates);

        await group.Handled(Zero);
        Assert.Equal(["a1", "b1", "a1", "a2"], gates.Begun);
    }

    [Fact]
    public async Task A_keys_events_begin_again_when_the_entity_that_was_given_up_has_ended()
    {
        var gates = GatedCounter.Gates = new Gates();
        await using var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<GatedCounter, Count>()]);
        await LoseAndComeBack(group, gates);

        await group.Handled(Zero);
        Assert.Equal(["a1", "b1", "a1", "a2"], gates.Begun);
        Assert.Equal(["a1", "a2"], (await group.Ask<GatedCounter, Count>("a", new GetCount())).Seen);
    }

    private async Task LoseAndComeBack(EventsHarness group, Gates gates)
    {
        group.Client.Assign(Zero);
        _topics.Append("events", "a", "a1");
        await EventsHarness.Eventually(() => gates.Begun.Contains("a1"));
        group.Client.Lose(Zero);
        _topics.Append("events", "a", "a2");
        _topics.Append("events", "b", "b1");
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => gates.Begun.Contains("b1"));
        Assert.Equal(["a1", "b1"], gates.Begun);
        foreach (var text in new[] { "a1", "a2", "b1" }) gates.Open(text);
    }

    internal sealed class Gates
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

        public ConcurrentQueue<string> Begun { get; } = new();

        public Task Pass(string text)
        {
            Begun.Enqueue(text);
            return Gate(text).Task;
        }

        public void Open(string text) => Gate(text).SetResult();

        private TaskCompletionSource Gate(string text) =>
            _gates.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    public sealed class GatedCounter : EntityActor<Count>
    {
        public GatedCounter()
        {
            On(Topic.Text("events"), async text =>
            {
                await Gates.Pass(text);
                Persist(new Counted(text));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }

        internal static Gates Gates { get; set; } = new();
    }
}
