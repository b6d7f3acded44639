using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class GroupStateTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [SkippableFact]
    public async Task Deleting_a_group_takes_its_states_journal_and_snapshots_and_no_other_group_s()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var states = new PostgreSqlEntityStates(source, new PostgreSqlSettings());
        await states.Initialize(default);
        foreach (var group in new[] { "a_b", "axb" })
            await states.Write(group, 0, [new StoredState("Counter", [1], 1, "Count:1", default)], default);
        await using (var tables = source.CreateCommand(
            """
            set search_path to akka_events;
            insert into journal (persistence_id, sequence_number, created, deleted, message)
            select id, 1, 0, false, '' from unnest(array['a_b/0', 'a_b/12', 'axb/0', 'a_b/c/0', 'x/a_b/0', 'a_b']) id;
            insert into snapshot (persistence_id, sequence_number, created) select persistence_id, 1, 0 from journal;
            """))
            await tables.ExecuteNonQueryAsync();

        await new GroupState(source, new PostgreSqlSettings()).DeleteGroup("a_b", default);

        const string left = "a_b,a_b/c/0,axb/0,x/a_b/0";
        Assert.Equal(left, await Ids("journal"));
        Assert.Equal(left, await Ids("snapshot"));
        Assert.Empty(await states.Read("a_b", 0, "Counter", [[1]], default));
        Assert.Single(await states.Read("axb", 0, "Counter", [[1]], default));

        async Task<object?> Ids(string table)
        {
            var sql = $"select string_agg(persistence_id, ',' order by persistence_id collate \"C\") from akka_events.{table}";
            await using var ids = source.CreateCommand(sql);
            return await ids.ExecuteScalarAsync();
        }
    }

    [SkippableFact]
    public async Task Deleting_a_group_from_an_empty_database_is_no_error()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());

        await new GroupState(source, new PostgreSqlSettings()).DeleteGroup("group", default);
    }
}
