using System.Text;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class PostgreSqlJournalOwnersTests : JournalOwnersSpec, IAsyncLifetime
{
    private PrivatePostgres? _postgres;

    internal override EventStore Open() => 
        new PostgreSqlStore(_postgres!.ConnectionString, new PostgreSqlSettings { ClaimPatience = TimeSpan.FromSeconds(1) });

    public async Task InitializeAsync()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    protected override Task EmptyJournal() => Execute("truncate akka_events.journal, akka_events.snapshot");

    protected override Task DropStates() => Execute("truncate akka_events.entity_state, akka_events.shard");

    [SkippableFact]
    public async Task An_open_transaction_of_a_dead_owner_holds_its_shard_for_seconds()
    {
        await using var former = await Member();
        former.Client.Assign(new TopicPartition("events", 0));
        await former.Ask<Counter, Count>("key", new GetCount());
        await former.Client.Revoke(new TopicPartition("events", 0)).WaitAsync(EventsHarness.Patience);

        // The next row, inserted by an owner that has died before its commit; nobody has told the server.
        var dead = new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Pooling = false };
        SessionLimits.AddTo(dead);
        await using var connection = new NpgsqlConnection(dead.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            """
            insert into akka_events.journal (persistence_id, sequence_number, created, deleted, message)
            select persistence_id, max(sequence_number) + 1, 0, false, '' from akka_events.journal group by 1
            """, connection, transaction);
        Assert.Equal(1, await insert.ExecuteNonQueryAsync());

        await using var next = await Member();
        next.Client.Assign(new TopicPartition("events", 0));
        var begun = TimeProvider.System.GetTimestamp();
        await next.Ask<Counter, Count>("key", new GetCount());
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(40));
    }

    [SkippableFact]
    public async Task A_former_owner_that_stands_still_within_a_statement_holds_its_shard_for_the_patience_of_the_next()
    {
        await using (var former = await Member())
        {
            former.Client.Assign(new TopicPartition("events", 0));
            await former.Ask<Counter, Count>("key", new GetCount());
        }

        // The server waits for the rest of what it is to copy; the limit of idle transactions doesn't count here.
        var frozen = new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Pooling = false };
        SessionLimits.AddTo(frozen);
        await using var connection = new NpgsqlConnection(frozen.ConnectionString);
        await connection.OpenAsync();
        await using (var hold = new NpgsqlCommand("begin; update akka_events.shard set stored_through = stored_through; create temp table sent (text text)", connection))
            await hold.ExecuteNonQueryAsync();
        await using var half = await connection.BeginTextImportAsync("copy sent from stdin");

        await using var next = await Member();
        next.Client.Assign(new TopicPartition("events", 0));
        var begun = TimeProvider.System.GetTimestamp();
        await next.Ask<Counter, Count>("key", new GetCount());
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9));
        await Assert.ThrowsAnyAsync<Exception>(async () => await half.DisposeAsync());
    }

    [SkippableFact]
    public async Task Pooled_connections_to_a_server_that_takes_no_writes_any_more_are_closed()
    {
        await using var group = await Member();
        group.Client.Assign(new TopicPartition("events", 0));
        await group.Ask<Counter, Count>("key", new GetCount());

        // New sessions may write, those that are open can't: as behind an address that leads to another server now.
        await Execute(
            """
            create function refuse() returns trigger language plpgsql as $$ begin
              if pg_backend_pid() in (select pid from stale) then
                raise exception 'cannot execute in a read-only transaction' using errcode = '25006';
              end if;
              return new;
            end $$;
            create table stale as select pid from pg_stat_activity;
            create trigger refuse before insert on akka_events.journal for each row execute function refuse();
            """);
        await using var next = await Member();
        await group.Client.Revoke(new TopicPartition("events", 0)).WaitAsync(EventsHarness.Patience);
        group.Client.Assign(new TopicPartition("events", 0));
        var begun = TimeProvider.System.GetTimestamp();
        await group.Ask<Counter, Count>("key", new GetCount());
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [SkippableFact]
    public async Task A_frozen_database_fails_commits_within_the_command_timeout_and_they_go_on_when_it_thaws()
    {
        var topics = new FakeTopics().Create("events", 1);
        var store = new PostgreSqlStore(_postgres!.ConnectionString, new PostgreSqlSettings { CommandTimeout = TimeSpan.FromSeconds(2) });
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], store: store);
        group.Client.Assign(new TopicPartition("events", 0));
        topics.Append("events", "key", "0");
        await group.Handled(new TopicPartition("events", 0));

        await _postgres.PauseAsync();
        topics.Append("events", "key", "1");
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        _postgres.Resume();
        await group.Handled(new TopicPartition("events", 0));
        Assert.Equal(["0", "1"], (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    [SkippableFact]
    public async Task A_recovery_that_a_frozen_database_does_not_answer_fails_within_its_time_says_which_database_it_is_and_comes_back()
    {
        var log = new LogLines();
        var topics = new FakeTopics().Create("events", 1);
        var store = new PostgreSqlStore(_postgres!.ConnectionString, new PostgreSqlSettings { CommandTimeout = TimeSpan.FromSeconds(2) });
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], store: store, loggers: log);
        await _postgres.PauseAsync();
        topics.Append("events", "key", "0");
        group.Client.Assign(new TopicPartition("events", 0));
        const string told = "the journal of shard 0 can't be read";
        await EventsHarness.Eventually(() => group.Runtime.Problem?.StartsWith(told, StringComparison.Ordinal) is true);
        Assert.EndsWith($" ({store.Description})", group.Runtime.Problem);
        _postgres.Resume();
        await group.Handled(new TopicPartition("events", 0));

        Assert.Null(group.Runtime.Problem);
        // Each attempt at Debug; what lasts is said of the problem.
        Assert.NotEmpty(log.Of(LogEvents.JournalNotRead, LogLevel.Debug));
        Assert.DoesNotContain(log.All, line => line.Level >= LogLevel.Warning);
    }

    [SkippableFact]
    public async Task A_user_who_may_make_no_table_works_with_those_that_are_there()
    {
        await using (await Member())
        {
        }
        await Execute(
            """
            create role service login; grant usage on schema akka_events to service;
            grant select, insert, update, delete on all tables in schema akka_events to service
            """);
        var service = new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Username = "service" };
        var topics = new FakeTopics().Create("events", 1);
        var options = EventsHarness.Options();
        options.Checkpoint.MaxTailEvents = 1;
        var store = new PostgreSqlStore(service.ConnectionString, new PostgreSqlSettings());
        await using var group = await EventsHarness.Start(topics, [EventsHarness.Entity<Counter, Count>()], options, store: store);
        group.Client.Assign(new TopicPartition("events", 0));
        topics.Append("events", "key", "0");
        await group.Handled(new TopicPartition("events", 0));
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);

        Assert.Null(group.Runtime.Problem);
    }

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_postgres!.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
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
