using System.Data.Common;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Persistence.PostgreSql.Internal.Transactions;
using Akka.Events.Tests.Fakes;
using Akka.Events.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing.Transactions;

public sealed class PostgreSqlTransactionTests(PostgresFixture postgres) : TransactionSpec, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private string _database = "";

    private protected override string Hold => "set local idle_in_transaction_session_timeout = '5s'; select 1 from akka_events.consumer_owner for share";

    private protected override string FindDeadlocksSoon => "set local deadlock_timeout = '50ms'; ";

    private protected override string Conflict => "do $$ begin raise exception 'met another' using errcode = '40001'; end $$";

    internal override EventStore Open() => new PostgreSqlStore(_database, new PostgreSqlSettings());

    private protected override async Task<DbConnection> Connect()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    public async Task InitializeAsync()
    {
        if (PrivatePostgres.WhyUnavailable is not null) return;
        _database = await postgres.NewDatabaseAsync();
        await Execute("create table effects (handler text not null, event text not null, at bigint generated always as identity)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task Nothing_is_kept_for_events_below_the_watermark()
    {
        await using var group = await Member(Write("h"), Write("g"));
        group.Client.Assign(Only);
        Append(0, 3000);
        await group.Handled(Only);

        await EventsHarness.Eventually(() => Number("select count(*) from akka_events.finished_record") == 0);
        Assert.Equal(2, Number("select count(*) from akka_events.consumer_offset where watermark = 3000"));
    }

    [SkippableFact]
    public async Task A_connection_that_is_lost_while_it_commits_doubles_and_loses_nothing()
    {
        // Deferred, it runs in the commit; a sequence isn't rolled back.
        await Execute(
            """
            create sequence commits;
            create function lose() returns trigger language plpgsql as $$ begin
              if nextval('commits') in (5, 20, 21) then perform pg_terminate_backend(pg_backend_pid()); end if;
              return null;
            end $$;
            create constraint trigger lose after insert on effects deferrable initially deferred for each row execute function lose();
            """);
        await using var group = await Member(Write("h"));
        group.Client.Assign(Only);
        Append(0, 100);
        await group.Handled(Only);

        await AssertOnce("h", 100);
        Assert.True(Number("select last_value from commits") > 100);
        Assert.Null(group.Runtime.Problem);
    }

    [SkippableFact]
    public async Task A_commit_that_a_pooler_answers_for_is_looked_up_and_not_made_again()
    {
        var handler = Transaction("h", async (e, transaction, _) =>
        {
            Calls.Enqueue(e);
            await Insert(((LostAnswers.Transaction)transaction).Inner, "h", e);
        });
        await using var group = await EventsHarness.Start(Topics, [handler], store: new LostAnswers(Open(), commit: 3));
        group.Client.Assign(Only);
        Append(0, 20);
        await group.Handled(Only);

        await AssertOnce("h", 20);
        Assert.Null(group.Runtime.Problem);
    }

    [Theory]
    [InlineData("ERROR", "23505", "effects", true)]
    [InlineData("ERROR", "23505", "finished_record", false)]
    [InlineData("ERROR", "23503", "finished_record", true)]
    [InlineData("ERROR", "57014", null, false)]
    [InlineData("ERROR", "08P01", null, false)]
    [InlineData("FATAL", "08P01", null, false)]
    [InlineData("PANIC", "53100", null, false)]
    public async Task Only_an_error_that_rolls_back_what_was_not_done_before_is_a_refusal(string severity, string state, string? table, bool refusal)
    {
        var settings = new PostgreSqlSettings();
        await using var source = NpgsqlDataSource.Create("Host=nowhere");
        var store = new PostgreSqlTransactions(source, source, settings, new Blockers(source, NullLogger<Blockers>.Instance, settings.ClaimPatience));
        var error = new PostgresException("refused", severity, severity, state, schemaName: settings.Schema, tableName: table);

        Assert.Equal(refusal, store.IsRefusal(new InvalidOperationException("packed up", error)));
    }

    [SkippableFact]
    public async Task A_handler_has_the_isolation_that_is_the_databases_default()
    {
        await Execute($"alter database {new NpgsqlConnectionStringBuilder(_database).Database} set default_transaction_isolation = 'serializable'");
        var levels = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var handler = Transaction("h", async (_, transaction, _) =>
        {
            await using var command = new NpgsqlCommand("show transaction_isolation", (NpgsqlConnection)transaction.Connection!);
            levels.Enqueue((string)(await command.ExecuteScalarAsync())!);
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 3);
        await group.Handled(Only);

        Assert.Equal(["serializable"], levels.Distinct());
    }

    [SkippableFact]
    public async Task What_the_commit_itself_refuses_is_the_handlers_failure()
    {
        await Execute(
            """
            create table accounts (id text primary key);
            alter table effects add constraint account foreign key (event) references accounts deferrable initially deferred;
            """);
        await using var group = await Member(Write("h"));
        group.Client.Assign(Only);
        Append(0, 1);
        await EventsHarness.Eventually(() => Calls.Count > 2);
        Assert.Empty(await Effects("h"));
        await Execute("insert into accounts values ('0')");
        await group.Handled(Only);

        await AssertOnce("h", 1);
    }
}
