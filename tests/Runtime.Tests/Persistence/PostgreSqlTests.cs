using Akka.Actor;
using Akka.Events.Testing;
using Akka.Hosting;
using Akka.Persistence;
using Akka.Persistence.Sql.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>What only a database shows: its tables, what lies in them, conflicts and refusals.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgreSqlTests(PostgresFixture server) : PersistenceTest(new Database(server))
{
    [SkippableFact]
    public async Task The_tables_are_those_of_Akka_Persistence_Sql()
    {
        await StartNewAsync();
        Assert.Equal(
            [
                "journal.created bigint", "journal.deleted boolean", "journal.identifier integer", "journal.manifest text",
                "journal.message bytea", "journal.ordering bigint", "journal.persistence_id text",
                "journal.sequence_number bigint", "journal.writer_uuid text",
                "snapshot.created bigint", "snapshot.manifest text", "snapshot.persistence_id text", "snapshot.sequence_number bigint",
                "snapshot.serializer_id integer", "snapshot.snapshot bytea",
                "tags.ordering_id bigint", "tags.persistence_id text", "tags.sequence_nr bigint", "tags.tag text",
            ],
            await QueryAsync("SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns "
                + $"WHERE table_schema = '{Schema}' ORDER BY 1"));
        Assert.Equal(
            [
                "PK_journal", "PK_snapshot", "PK_tags", "journal_created_idx", "journal_sequence_number_idx", "journal_uq",
                "snapshot_created_idx", "snapshot_sequence_number_idx", "tags_persistence_id_sequence_nr_idx", "tags_tag_idx",
            ],
            (await QueryAsync($"SELECT indexname FROM pg_indexes WHERE schemaname = '{Schema}'")).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Events_and_snapshots_lie_there_with_serializer_and_manifest()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(["hello", "world"], _ => { }, () => a.SaveSnapshot("both")));
        await Probe.NextAsync<SaveSnapshotSuccess>();
        Assert.Equal(
            ["one 1 hello 1001 T1 f", "one 2 world 1001 T1 f"],
            await QueryAsync(
                "SELECT concat_ws(' ', persistence_id, sequence_number, convert_from(message, 'UTF8'), identifier, manifest, deleted) "
                + $"FROM {Schema}.journal ORDER BY ordering"));
        Assert.Equal(
            ["one 2 both 1001 T1"],
            await QueryAsync(
                "SELECT concat_ws(' ', persistence_id, sequence_number, convert_from(snapshot, 'UTF8'), serializer_id, manifest) "
                + $"FROM {Schema}.snapshot"));
        var ticks = long.Parse(Assert.Single(await QueryAsync($"SELECT created::text FROM {Schema}.journal WHERE sequence_number = 1")));
        Assert.InRange(new DateTime(ticks, DateTimeKind.Utc), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
        Assert.Single(await QueryAsync($"SELECT DISTINCT writer_uuid FROM {Schema}.journal WHERE length(writer_uuid) = 36"));
    }

    [SkippableFact]
    public async Task Rows_that_another_process_wrote_are_read()
    {
        await StopAsync(await StartNewAsync());
        await InsertEventsAsync("(true, 'one', 1, 0, 'gone', 1001, 'T1', 'w'), (false, 'one', 2, 0, 'there', 1001, 'T1', 'w')");
        await QueryAsync($"INSERT INTO {Schema}.snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) "
            + "VALUES ('one', 1, 0, 'old', 'T1', 1001) RETURNING manifest");
        Start();
        await Probe.ExpectAsync("offer old at 1", "there replayed at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task The_last_of_the_deleted_rows_stays_marked_as_deleted()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(["a", "b", "c"], _ => { }, () => a.DeleteMessages(2)));
        await Probe.NextAsync<DeleteMessagesSuccess>();
        Assert.Equal(["2 true", "3 false"], await QueryAsync($"SELECT sequence_number || ' ' || deleted FROM {Schema}.journal ORDER BY 1"));
    }

    [SkippableFact]
    public async Task A_sequence_number_that_another_writer_has_used_fails_the_persist_and_stops_the_actor()
    {
        var zombie = await StartNewAsync();
        var owner = await StartNewAsync();
        owner.Do(a => a.Persist("of the owner", a.Handled));
        await Probe.ExpectAsync("of the owner handled at 1");
        Probe.Watch(zombie);
        zombie.Do(a =>
        {
            a.Persist("of the zombie", a.Handled);
            a.PersistAsync("more", a.Handled);
        });
        zombie.Do(a => a.Persist("later", a.Handled));
        await Probe.ExpectAsync("of the zombie failed at 1", "stopped");
        await Probe.ExpectTerminatedAsync(zombie);
        owner.Do(a => a.Persist("still the owner's", a.Handled));
        await Probe.ExpectAsync("still the owner's handled at 2");
        Assert.Equal(2, (await QueryAsync($"SELECT manifest FROM {Schema}.journal")).Count);
    }

    [SkippableFact]
    public async Task One_conflict_among_writes_of_many_actors_fails_only_its_own()
    {
        var zombie = await StartNewAsync();
        var owner = await StartNewAsync();
        owner.Do(a => a.Persist("first", a.Handled));
        await Probe.ExpectAsync("first handled at 1");
        var others = new List<IActorRef>();
        for (var i = 0; i < 40; i++) others.Add(await StartNewAsync($"other {i}"));
        foreach (var other in others.Take(20)) other.Do(a => a.Persist("x", a.Handled));
        zombie.Do(a => a.Persist("second", a.Handled));
        foreach (var other in others.Skip(20)) other.Do(a => a.Persist("x", a.Handled));
        var results = new List<object>();
        for (var i = 0; i < 42; i++) results.Add(await Probe.NextAsync());
        Assert.Equal(["second failed at 1", "stopped", .. Enumerable.Repeat("x handled at 1", 40)], results.Order());
    }

    [SkippableFact]
    public async Task An_event_that_cannot_be_serialized_is_rejected_and_the_actor_goes_on_with_the_next_number()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.Persist("a", a.Handled);
            a.Persist(new Unserializable(), _ => a.Tell("never"));
            a.PersistAll<object>(["b", new Unserializable()], _ => a.Tell("never"));
            a.Persist("c", a.Handled);
        });
        var nothing = new Unserializable();
        await Probe.ExpectAsync(
            "a handled at 1", $"{nothing} rejected at 2", "b rejected at 3", $"{nothing} rejected at 4", "c handled at 5");
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("a replayed at 1", "c replayed at 5", "recovered at 5");
    }

    [SkippableFact]
    public async Task A_snapshot_that_cannot_be_serialized_fails_and_the_actor_goes_on()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.SaveSnapshot(new Unserializable()));
        Assert.IsType<InvalidOperationException>((await Probe.NextAsync<SaveSnapshotFailure>()).Cause);
        actor.Tell("command");
        await Probe.ExpectAsync("command");
    }

    [SkippableFact]
    public async Task An_unreadable_event_fails_the_recovery_and_stops_the_actor()
    {
        await StopAsync(await StartNewAsync());
        await InsertEventsAsync("(false, 'one', 1, 0, 'x', 4711, 'M', 'w')");
        Start();
        await Probe.ExpectAsync("recovery failed at nothing", "stopped");
    }

    [SkippableFact]
    public async Task A_user_who_may_not_create_tables_uses_those_that_are_there()
    {
        await StopAsync(await StartNewAsync());
        var role = "user_" + Schema;
        await QueryAsync($"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {Schema} TO {role}; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {Schema} TO {role}");
        var user = new NpgsqlConnectionStringBuilder(Storage.Patient(server.Server.ConnectionString)) { Username = role }.ConnectionString;
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAkka("user", akka => Configure(akka.WithSqlPersistence(user, "PostgreSQL.15", schemaName: Schema)))
            .BuildServiceProvider();
        var system = services.GetRequiredService<ActorSystem>();
        var probe = new Probe(system);
        var to = probe.Ref;
        var actor = system.ActorOf(Props.Create(() => new Scripted("one", to, null)));
        actor.Do(a => a.Persist("a", a.Handled));
        await probe.ExpectAsync("recovered at 0", "a handled at 1");
        await system.Terminate();
    }

    [SkippableFact]
    public async Task Large_events_are_written_and_replayed_in_order()
    {
        var actor = await StartNewAsync();
        var large = new string('x', 200_000);
        actor.Do(a => a.PersistAll(Enumerable.Range(1, 100).Select(i => $"{i} {large}"), _ => { }, () => a.Tell("written")));
        await Probe.ExpectAsync("written");
        await StopAsync(actor);
        Start();
        for (var i = 1; i <= 100; i++) Assert.StartsWith($"{i} xxx", await Probe.NextAsync<string>());
        await Probe.ExpectAsync("recovered at 100");
    }

    private string Schema => ((Database)Storage).Schema;

    private Task InsertEventsAsync(string rows) => QueryAsync(
        $"INSERT INTO {Schema}.journal (deleted, persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid) "
        + $"VALUES {rows} RETURNING manifest");

    private async Task<List<string>> QueryAsync(string sql)
    {
        var rows = new List<string>();
        await using var source = NpgsqlDataSource.Create(Storage.Patient(server.Server.ConnectionString));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }

    // The schema is created by the plugin's user beforehand, as a database administrator would.
    private sealed class Database(PostgresFixture server) : Storage
    {
        public string Schema { get; } = "s" + Guid.NewGuid().ToString("N");

        public override async Task<Action<AkkaConfigurationBuilder>> CreateAsync()
        {
            var connectionString = Patient(server.Server.ConnectionString);
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand($"CREATE SCHEMA {Schema}");
            await command.ExecuteNonQueryAsync();
            return akka => akka.WithSqlPersistence(connectionString, "PostgreSQL.15", schemaName: Schema);
        }
    }
}
