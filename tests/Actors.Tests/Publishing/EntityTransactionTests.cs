using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Publishing;

/// <summary>What entities publish with Kafka transactions, whose owner freezes between any two steps, over a real Kafka.</summary>
public sealed class EntityTransactionTests(RealKafkaFixture fixture) : IClassFixture<RealKafkaFixture>
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<SendStep> _steps = new();
    private readonly ManualResetEventSlim _thaws = new();
    private SendStep? _freezes;
    private int _frozen;

    [SkippableTheory]
    [InlineData((int)SendStep.TakeOver)]
    [InlineData((int)SendStep.Send)]
    [InlineData((int)SendStep.SayHowFar)]
    [InlineData((int)SendStep.Commit)]
    [InlineData((int)SendStep.Return)]
    public async Task An_owner_that_freezes_before_any_step_and_thaws_under_its_successor_has_each_event_sent_once_and_in_order(int step)
    {
        var to = await Make($"frozen-{step}");
        _freezes = (SendStep)step;
        Append(0, 20);
        await using var group = await Start(to);
        await EventsHarness.Eventually(() => Volatile.Read(ref _frozen) == 1);
        await group.Handled(Zero);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => Read(to).Count == 20);

        _thaws.Set();
        for (var i = 20; i < 40; i++)
        {
            Append(i, i + 1);
            await group.Handled(Zero);
        }
        await EventsHarness.Eventually(() => Read(to).Count >= 40);
        await group.Leave();
        Assert.Equal(Enumerable.Range(0, 40), Read(to));
    }

    [SkippableFact]
    public async Task Ownership_that_goes_to_and_fro_while_all_is_sent_has_each_event_sent_once_and_in_order()
    {
        var to = await Make("to-and-fro");
        await using var group = await Start(to);
        for (var move = 0; move < 8; move++)
        {
            Append(move * 50, (move + 1) * 50);
            if (move % 2 == 0) await EventsHarness.Eventually(() => Read(to).Count >= (move * 50) + 1);
            await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience);
            group.Client.Assign(Zero);
        }
        await EventsHarness.Eventually(() => Read(to).Count >= 400);
        await group.Leave();
        Assert.Equal(Enumerable.Range(0, 400), Read(to));
    }

    [SkippableFact]
    public async Task Partitions_beyond_the_places_take_turns()
    {
        var to = await Make("turns");
        _topics.Create("events", 3);
        await using var group = await Start(to, places: 1);
        for (var p = 1; p < 3; p++) group.Client.Assign(new TopicPartition("events", p));
        for (var i = 0; i < 30; i++) _topics.Append(new TopicPartition("events", i % 3), Encoding.UTF8.GetBytes($"{i % 3}"), Encoding.UTF8.GetBytes($"{i}"));
        await EventsHarness.Eventually(() => Read(to).Count >= 30);
        Assert.Equal(Enumerable.Range(0, 30), Read(to).Order());
    }

    private void Append(int from, int end)
    {
        for (var i = from; i < end; i++) _topics.Append("events", "a", $"{i}");
    }

    private async Task<string> Make(string name)
    {
        await fixture.Kafka.CreateTopicAsync(name, 1);
        Copier.To = Topic.Text(name);
        return name;
    }

    private async Task<EventsHarness> Start(string name, int places = 10)
    {
        var settings = new ProducerSettings { BootstrapServers = fixture.Kafka.Bootstrap };
        var senders = new TransactionSenders(
            shard => new BatchSender(settings, $"{name}-{shard}", transactions: true, NullLogger.Instance) { Before = Freeze },
            new SenderPlaces(places), _ => Task.FromResult<TopicException?>(null));
        var group = await EventsHarness.Start(
            _topics, [EventsHarness.Entity<Copier, int>()], EventsHarness.OptionsWithQuickHousekeeping(), post: new FakePost(), senders: senders);
        group.Client.Assign(Zero);
        return group;
    }

    private void Freeze(SendStep step)
    {
        _steps.Enqueue(step);
        if (step != _freezes || Interlocked.Exchange(ref _frozen, 1) == 1) return;
        _thaws.Wait();
    }

    // As a reader with read_committed sees it.
    private List<int> Read(string topic)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = fixture.Kafka.Bootstrap, GroupId = "reader", EnableAutoCommit = false, EnablePartitionEof = true, FetchWaitMaxMs = 10,
        };
        using var consumer = new ConsumerBuilder<byte[]?, string>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var numbers = new List<int>();
        while (consumer.Consume(EventsHarness.Patience) is { IsPartitionEOF: false } record)
            numbers.Add(int.Parse(record.Message.Value, CultureInfo.InvariantCulture));
        return numbers;
    }

    internal sealed record Copied;

    internal sealed class Copier : EntityActor<int>
    {
        public static Topic<string> To { get; set; } = null!;

        public Copier()
        {
            On(Topic.Text("events"), text =>
            {
                Persist(new Copied());
                Publish(To, text, Key);
            });
            Apply<Copied>((count, _) => count + 1);
        }
    }
}
