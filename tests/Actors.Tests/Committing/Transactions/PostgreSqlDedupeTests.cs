using System.Data.Common;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing.Transactions;

public sealed class PostgreSqlDedupeTests(PostgresFixture postgres) : DedupeSpec, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private string _database = "";

    internal override EventStore Open() => new PostgreSqlStore(_database, new PostgreSqlSettings());

    private protected override async Task<DbConnection> Connect()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    private protected override long Waiting() =>
        Number("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    public async Task InitializeAsync()
    {
        if (PrivatePostgres.WhyUnavailable is not null) return;
        _database = await postgres.NewDatabaseAsync();
        await Execute("create table effects (handler text not null, event text not null)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableTheory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task The_same_where_transactions_see_what_was_there_at_their_beginning(string isolation)
    {
        await Execute($"alter database {new NpgsqlConnectionStringBuilder(_database).Database} set default_transaction_isolation = '{isolation}'");
        NpgsqlConnection.ClearAllPools();
        await Of_two_that_run_at_once_in_two_partitions_one_handles_the_id_and_the_other_waits_for_it(firstFails: false);
    }

    [SkippableFact]
    public async Task What_is_of_age_is_removed_beside_the_events()
    {
        await using (await Member())
            await Execute("insert into akka_events.handled_event select gen_random_uuid(), now() - interval '1 s' from generate_series(1, 12345)");
        await using var group = await Member();
        await Assigned(group);

        await EventsHarness.Eventually(() => Number("select count(*) from akka_events.handled_event") == 0);
    }

    [SkippableFact]
    public async Task A_group_that_begins_anew_forgets_what_it_knew_and_others_do_not()
    {
        await using var group = await Member();
        foreach (var name in new[] { "group", "other" })
            await Execute($"insert into akka_events.handled_event values ('{EventMark.Of(name, "h", "/shop", "1")}', now() + interval '1 h')");
        await using var source = NpgsqlDataSource.Create(_database);

        await new PostgreSqlGroupState(source, new PostgreSqlSettings()).DeleteGroup("group", default);

        Assert.Equal(1, Number($"select count(*) from akka_events.handled_event where mark = '{EventMark.Of("other", "h", "/shop", "1")}'"));
        Assert.Equal(1, Number("select count(*) from akka_events.handled_event"));
    }
}
