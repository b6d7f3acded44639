using System.Text;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Keys that another partitioner has put elsewhere than murmur2 does.</summary>
public sealed class MisplacedKeysTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new(events => events.UseInMemory());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task An_entity_that_may_lie_elsewhere_is_not_answered_for()
    {
        var log = new LogLines();
        var host = await _hosts.Start(
            events => events.Group("counts", g => g.Entity<Counter>()), services => services.AddSingleton<ILoggerFactory>(log));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", "placed");
        await Consistently(["a", "b", "c", "d", "e", "f"]);
        await Hosts.Eventually(() => host.Handled() == 7, "all events are handled");
        var entities = host.Services.GetRequiredService<IEntities>();
        Assert.Equal(new Count(1), await entities.Ask<Counter, Count>("placed", new GetCount()));
        var e = await Assert.ThrowsAsync<MisplacedKeysException>(() => entities.Ask<Counter, Count>("nobody", new GetCount()));
        Assert.Contains("murmur2", e.Message, StringComparison.Ordinal);
        Assert.Contains("its producer uses another partitioner", Assert.Single(log.Of(LogEvents.KeyMisplaced)));
    }

    [Fact]
    public async Task Where_every_key_lies_right_an_entity_without_events_answers()
    {
        var host = await _hosts.Start(events => events.Group("counts", g => g.Entity<Counter>()));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", "placed");
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        Assert.Equal(new Count(0), await host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("nobody", new GetCount()));
    }

    [Fact]
    public async Task What_one_process_has_seen_holds_for_those_that_have_not_and_after_a_restart()
    {
        var topics = new FakeTopics().Create("events", 2);
        var states = new InMemoryEntityStates();
        var (right, wrong) = (Murmur2Partitioner.Partition("placed"u8, 2), 1 - Murmur2Partitioner.Partition("placed"u8, 2));
        await using (var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Fakes.Counter, Fakes.Count>()], states: states))
        {
            group.Client.Assign(new TopicPartition("events", wrong));
            topics.Append(new TopicPartition("events", wrong), "placed"u8.ToArray(), "x"u8.ToArray());
            await group.Handled(new TopicPartition("events", wrong));
        }
        // Another process, which has none of the partitions that the first has seen.
        await using var later = await EventsHarness.Start(topics, [EventsHarness.Entity<Fakes.Counter, Fakes.Count>()], states: states);
        later.Client.Assign(new TopicPartition("events", right));
        await Assert.ThrowsAsync<MisplacedKeysException>(() => later.Ask<Fakes.Counter, Fakes.Count>("placed", new Fakes.GetCount()));
    }

    [Fact]
    public async Task A_running_process_hears_of_what_another_has_seen()
    {
        var topics = new FakeTopics().Create("events", 2);
        var states = new InMemoryEntityStates();
        var options = EventsHarness.Options();
        options.TopicCheckInterval = TimeSpan.FromMilliseconds(20);
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Fakes.Counter, Fakes.Count>()], options, states);
        Assert.Null(group.Runtime.Context.Keys.Problem);
        await using var other = await EventsHarness.Start(topics, [EventsHarness.Entity<Fakes.Counter, Fakes.Count>()], states: states);
        other.Runtime.Context.Keys.Look("placed"u8, 1 - Murmur2Partitioner.Partition("placed"u8, 2), other.Runtime.Context);
        await EventsHarness.Eventually(() => group.Runtime.Context.Keys.Problem is not null);
    }

    [Fact]
    public async Task Keys_that_lie_wrong_in_the_journals_tail_are_seen_before_anything_is_answered()
    {
        var topics = new FakeTopics().Create("events", 2);
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Fakes.Counter, Fakes.Count>()]);
        var context = group.Runtime.Context;
        var wrong = new TopicPartition("events", 1 - Murmur2Partitioner.Partition("placed"u8, 2));
        // As a process that knows nothing of it yet: as long as it doesn't know the number of partitions it can't tell.
        context.Keys.Partitions = 0;
        group.Client.Assign(wrong);
        topics.Append(wrong, "placed"u8.ToArray(), "x"u8.ToArray());
        await group.Handled(wrong);
        await group.Client.Revoke(wrong);
        await EventsHarness.Eventually(() => context.Tails.Shards == 0);
        Assert.Null(context.Keys.Problem);
        context.Keys.Partitions = 2;
        group.Client.Assign(wrong);
        await EventsHarness.Eventually(() => context.Keys.Problem is not null);
    }

    private async Task Consistently(string[] keys)
    {
        var config = new ProducerConfig { BootstrapServers = _hosts.Kafka.Bootstrap, Partitioner = Partitioner.Consistent };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        foreach (var key in keys)
            await producer.ProduceAsync(Orders.Name, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = "x"u8.ToArray() });
    }
}
