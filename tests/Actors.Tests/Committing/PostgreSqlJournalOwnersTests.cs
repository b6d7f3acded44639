using System.Text;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class PostgreSqlJournalOwnersTests : JournalOwnersSpec, IAsyncLifetime
{
    private PrivatePostgres? _postgres;

    internal override EventStore Open() => new PostgreSqlStore(_postgres!.ConnectionString, new PostgreSqlSettings());

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
    public async Task A_restart_of_the_database_holds_up_many_shards_for_seconds_and_stops_none()
    {
        const int shards = 24;
        var topics = new FakeTopics().Create("events", shards);
        TopicPartition[] all = [.. Enumerable.Range(0, shards).Select(p => new TopicPartition("events", p))];
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], store: Open());
        group.Client.Assign(all);
        Append(0);
        await group.Handled(all);

        for (var restart = 1; restart <= 2; restart++)
        {
            await _postgres!.StopAsync(hard: true);
            Append(restart);
            await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
            await _postgres.RestartAsync();
            var back = TimeProvider.System.GetTimestamp();
            await group.Handled(all);
            // With Akka's own circuit breakers it takes them minutes; the limit is a starved machine's.
            Assert.InRange(TimeProvider.System.GetElapsedTime(back), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        for (var p = 0; p < shards; p++) Assert.Equal(["0", "1", "2"], (await group.Ask<Counter, Count>(KeyOf(p), new GetCount())).Seen);

        void Append(int round)
        {
            for (var p = 0; p < shards; p++) topics.Append("events", KeyOf(p), $"{round}");
        }

        string KeyOf(int partition) => Enumerable.Range(0, int.MaxValue).Select(i => $"key{i}")
            .First(key => Murmur2Partitioner.Partition(Encoding.UTF8.GetBytes(key), shards) == partition);
    }
}
