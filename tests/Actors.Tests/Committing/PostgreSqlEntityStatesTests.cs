using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class PostgreSqlEntityStatesTests(PostgresFixture postgres) : EntityStatesSpec, IClassFixture<PostgresFixture>
{
    internal override async Task<IEntityStates> Create() => await Create(new PostgreSqlSettings());

    [SkippableFact]
    public async Task Many_processes_may_make_the_tables_at_once()
    {
        var database = await postgres.NewDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            await using var source = NpgsqlDataSource.Create(database);
            await new PostgreSqlEntityStates(source, new PostgreSqlSettings()).Initialize(default);
        }));

        await using var source = NpgsqlDataSource.Create(database);
        Assert.Equal((long)SchemaMigrator.Steps.Count, await Scalar(source, "select count(*) from akka_events.schema_version"));
    }

    [SkippableFact]
    public async Task Missing_tables_that_may_not_be_made_are_named_with_the_sql_that_makes_them()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var states = new PostgreSqlEntityStates(source, new PostgreSqlSettings { Schema = "od\"d", AutoInitialize = false });

        var error = await Assert.ThrowsAsync<SchemaMissingException>(() => states.Initialize(default));

        Assert.Contains("\"od\"\"d\".\"entity_state\" is missing in database 'test_", error.Message);
        await Execute(source, error.Message[error.Message.IndexOf("begin;", StringComparison.Ordinal)..]);
        await states.Initialize(default);
        await states.Write("group", 0, [State("a", 1, "state")], default);
        Assert.Equal(["a=1:state"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task Existing_tables_need_no_right_to_make_any()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        await new PostgreSqlEntityStates(source, new PostgreSqlSettings()).Initialize(default);
        await Execute(source, "create role reader login; grant usage on schema akka_events to reader");
        await Execute(source, "grant select on all tables in schema akka_events to reader");
        var reader = new NpgsqlConnectionStringBuilder(source.ConnectionString) { Username = "reader" };
        await using var restricted = NpgsqlDataSource.Create(reader);

        await new PostgreSqlEntityStates(restricted, new PostgreSqlSettings()).Initialize(default);
    }

    [SkippableFact]
    public async Task Another_version_needs_no_right_to_make_tables_where_the_journal_is()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var settings = new PostgreSqlSettings { JournalSchema = "theirs" };
        await new PostgreSqlEntityStates(source, settings).Initialize(default);
        await Execute(
            source,
            $"""
            delete from akka_events.schema_version where version = {SchemaMigrator.Steps[^1].Version};
            drop table akka_events.handled_event;
            create role upgrader login;
            grant usage, create on schema akka_events to upgrader;
            grant select, insert on akka_events.schema_version to upgrader;
            grant usage on schema theirs to upgrader;
            grant select on all tables in schema theirs to upgrader;
            """);
        var upgrader = new NpgsqlConnectionStringBuilder(source.ConnectionString) { Username = "upgrader" };
        await using var restricted = NpgsqlDataSource.Create(upgrader);

        await new PostgreSqlEntityStates(restricted, settings).Initialize(default);

        Assert.Equal((long)SchemaMigrator.Steps.Count, await Scalar(source, "select count(*) from akka_events.schema_version"));
    }

    [SkippableFact]
    public async Task A_write_is_stored_as_a_whole_or_not_at_all()
    {
        var states = await Create();
        var refused = State("b", 1, "refused") with { Entity = "Sum", Manifest = "no \0 in a text" };

        await Assert.ThrowsAsync<PostgresException>(() => states.Write("group", 0, [State("a", 1, "state"), refused], default));

        Assert.Empty(await Sweep(states, 0));
    }

    [SkippableFact]
    public async Task Rows_of_ended_entities_are_removed_when_they_are_old()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var states = await Create(new PostgreSqlSettings(), source);
        await states.Write("group", 0, [Ended("a", 1), Ended("b", 1)], default);
        await Execute(source, "update akka_events.entity_state set deleted_at = now() - interval '25 hours' where key_id = 'a'");

        await states.Write("group", 0, [Ended("c", 1)], default);

        const string keys = "select string_agg(convert_from(key_id, 'UTF8'), ',' order by key_id) from akka_events.entity_state";
        Assert.Equal("b,c", await Scalar(source, keys));
    }

    [SkippableFact]
    public async Task An_old_row_that_another_session_holds_does_not_hold_a_write()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var states = await Create(new PostgreSqlSettings { CommandTimeout = TimeSpan.FromSeconds(1) }, source);
        await states.Write("group", 0, [Ended("a", 1)], default);
        await Execute(source, "update akka_events.entity_state set deleted_at = now() - interval '25 hours'");
        await using (var other = await source.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var locks = new NpgsqlCommand("select 1 from akka_events.entity_state for update", other, transaction);
            await locks.ExecuteNonQueryAsync();

            await states.Write("group", 0, [Ended("b", 1)], default);

            Assert.Equal(2L, await Scalar(source, "select count(*) from akka_events.entity_state"));
        }
        await states.Write("group", 0, [Ended("c", 1)], default);
        Assert.Equal(2L, await Scalar(source, "select count(*) from akka_events.entity_state"));
    }

    [SkippableFact]
    public async Task A_write_does_not_remove_more_old_rows_than_it_has_time_for()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var states = await Create(new PostgreSqlSettings(), source);
        await states.Write("group", 0, [Ended("a", 1)], default);
        await Execute(
            source,
            """
            insert into akka_events.entity_state (entity_id, shard, key_id, sequence_nr, manifest, payload, deleted_at)
            select entity_id, shard, convert_to(n::text, 'UTF8'), 1, '', '', now() - interval '25 hours'
            from akka_events.entity_state, generate_series(1, 10001) as n
            """);

        await states.Write("group", 0, [Ended("b", 1)], default);
        Assert.Equal(3L, await Scalar(source, "select count(*) from akka_events.entity_state"));
        await states.Write("group", 0, [Ended("c", 1)], default);
        Assert.Equal(3L, await Scalar(source, "select count(*) from akka_events.entity_state"));
    }

    [SkippableFact]
    public async Task Writers_of_the_same_keys_do_not_lock_each_other_out()
    {
        var states = await Create();
        var random = new Random(1);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(sequenceNr =>
        {
            var batch = Enumerable.Range(0, 2_000).Select(i => State($"{i}", sequenceNr, $"{sequenceNr}")).ToArray();
            lock (random) random.Shuffle(batch);
            return Task.Run(() => states.Write("group", 0, batch, default));
        }));

        Assert.All(await Sweep(states, 0), state => Assert.Equal(8, state.SequenceNr));
    }

    [SkippableFact]
    public async Task A_process_whose_journal_is_another_by_now_writes_nothing()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        var (former, now) = (await Create(new PostgreSqlSettings(), source), await Create(new PostgreSqlSettings(), source));
        await former.Claim("group", 0, new JournalEnd(0, 0, false), default);
        await former.Write("group", 0, [State("a", 40, "former")], default);
        await now.Claim("group", 0, new JournalEnd(2, 1, false, BeginsAnew: true), default);
        await now.Write("group", 0, [State("a", 2, "now")], default);

        await Assert.ThrowsAsync<StaleShardException>(() => former.Write("group", 0, [State("a", 50, "late")], default));
        Assert.Equal(["a=2:now"], Show(await Sweep(now, 0)));
    }

    [SkippableFact]
    public async Task Sweeps_wait_for_each_other_and_look_ups_for_none_of_them()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync()) { MaxPoolSize = 2, Timeout = 5 };
        await using var source = NpgsqlDataSource.Create(connection);
        await using var sweeps = NpgsqlDataSource.Create(connection);
        var states = new PostgreSqlEntityStates(source, new PostgreSqlSettings(), sweeps);
        await states.Initialize(default);
        for (var shard = 0; shard < 10; shard++)
            await states.Write("group", shard, [.. Enumerable.Range(0, 3000).Select(i => State($"{i}", 1, new string('x', 100)))], default);

        var begun = 0;
        var go = new TaskCompletionSource();
        var all = Enumerable.Range(0, 10).Select(Eat).ToArray();
        await Eventually.True(() => begun == PostgreSqlEntityStates.MaxSweeps, "as many sweeps as may have begun");
        for (var shard = 0; shard < 10; shard++) Assert.Single(await states.Read("group", shard, "Counter", [Key("7")], default));
        Assert.Equal(PostgreSqlEntityStates.MaxSweeps, begun);
        go.SetResult();
        Assert.All(await Task.WhenAll(all), count => Assert.Equal(3000, count));

        async Task<int> Eat(int shard)
        {
            var count = 0;
            await foreach (var _ in states.ReadAll("group", shard, default))
            {
                if (count++ > 0) continue;
                Interlocked.Increment(ref begun);
                await go.Task;
            }
            return count;
        }
    }

    [SkippableFact]
    public async Task A_sweep_may_be_left_early()
    {
        var states = await Create();
        await states.Write("group", 0, [.. Enumerable.Range(0, 20_000).Select(i => State($"{i}", 1, "state"))], default);
        for (var i = 0; i < 150; i++) // more often than a pool has connections
            await foreach (var _ in states.ReadAll("group", 0, default)) break;

        Assert.Equal(20_000, (await Sweep(states, 0)).Count);
    }

    [SkippableFact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        var states = await Create();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => states.Write("group", 0, [State("a", 1, "state")], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => states.Read("group", 0, "Counter", [Key("a")], cancelled));
        Assert.Empty(await Sweep(states, 0));
    }

    private async Task<IEntityStates> Create(PostgreSqlSettings settings, NpgsqlDataSource? source = null)
    {
        var states = new PostgreSqlEntityStates(source ?? NpgsqlDataSource.Create(await postgres.NewDatabaseAsync()), settings);
        await states.Initialize(default);
        return states;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> Scalar(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
