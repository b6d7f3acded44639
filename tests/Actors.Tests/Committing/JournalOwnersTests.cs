using System.Collections.Concurrent;
using Akka.Events.Consuming;
using Akka.Events.LocalServers;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>Shards that go from process to process over one journal in PostgreSQL, and what a restart of it does to many of them.</summary>
public sealed class JournalOwnersTests : IAsyncLifetime
{
    private static readonly TopicPartition Only = new("events", 0);

    private PrivatePostgres? _postgres;

    public async Task InitializeAsync()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    [SkippableFact]
    public async Task What_an_owner_writes_after_its_shard_came_back_to_it_is_recovered()
    {
        var topics = new FakeTopics().Create("events", 1);
        var (a, b) = (new Resumed(), new Resumed());
        await using var first = await Member(topics, a);
        await using var second = await Member(topics, b);
        for (var turn = 0; turn < 4; turn++)
        {
            var (owner, resumed) = turn % 2 == 0 ? (first, a) : (second, b);
            owner.Client.Assign(Only);
            for (var i = 0; i < 10; i++) topics.Append("events", "key", $"{turn * 10 + i}");
            await owner.Handled(Only);
            if (turn > 0) Assert.Equal(turn * 10, resumed.At[Only]);
            await owner.Client.Revoke(Only).WaitAsync(EventsHarness.Patience);
        }

        first.Client.Assign(Only);
        var count = await first.Ask<Counter, Count>("key", new GetCount());
        await EventsHarness.Eventually(() => a.At[Only] == 40);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), count.Seen);
    }

    [SkippableFact]
    public async Task A_restart_of_the_database_holds_up_many_shards_for_seconds_and_stops_none()
    {
        const int shards = 24;
        var topics = new FakeTopics().Create("events", shards);
        TopicPartition[] all = [.. Enumerable.Range(0, shards).Select(p => new TopicPartition("events", p))];
        await using var group = await Member(topics);
        group.Client.Assign(all);
        Append(0);
        await group.Handled(all);

        for (var restart = 1; restart <= 2; restart++)
        {
            await _postgres!.StopAsync(hard: true);
            Append(restart);
            await EventsHarness.Eventually(() => group.Runtime.Context.Problems.Text is not null);
            await _postgres.RestartAsync();
            var back = TimeProvider.System.GetTimestamp();
            await group.Handled(all);
            // With Akka's own circuit breakers it takes them minutes; the limit is a starved machine's.
            Assert.InRange(TimeProvider.System.GetElapsedTime(back), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
        await EventsHarness.Eventually(() => group.Runtime.Context.Problems.Text is null);
        for (var p = 0; p < shards; p++) Assert.Equal(["0", "1", "2"], (await group.Ask<Counter, Count>(KeyOf(p), new GetCount())).Seen);

        void Append(int round)
        {
            for (var p = 0; p < shards; p++) topics.Append("events", KeyOf(p), $"{round}");
        }

        string KeyOf(int partition)
        {
            for (var i = 0; ; i++)
                if (Akka.Events.Topics.Murmur2Partitioner.Partition(System.Text.Encoding.UTF8.GetBytes($"key{i}"), shards) == partition)
                    return $"key{i}";
        }
    }

    private Task<EventsHarness> Member(FakeTopics topics, params IGroupObserver[] observers) =>
        EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], postgres: _postgres!.ConnectionString, observers: observers);

    private sealed class Resumed : IGroupObserver
    {
        public ConcurrentDictionary<TopicPartition, long?> At { get; } = new();

        public void Activated(string group, TopicPartition partition, long? resume) => At[partition] = resume;
    }
}
