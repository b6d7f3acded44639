using System.Data.Common;
using Akka.Events.LocalServers;
using Akka.Events.Persistence;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.MySql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using MySqlConnector;
using Xunit;

namespace Akka.Events.Tests.Committing.Transactions;

/// <summary>On MariaDB, which speaks MySQL's protocol.</summary>
public sealed class MySqlTransactionTests(MariaDbFixture mariaDb) : TransactionSpec, IClassFixture<MariaDbFixture>, IAsyncLifetime
{
    private string _database = "Server=nowhere;Database=none";

    private protected override string Hold => "set session wait_timeout = 5; select 1 from akka_events_consumer_owner lock in share mode";

    private protected override string Conflict => "signal sqlstate '40001' set mysql_errno = 1213, message_text = 'met another'";

    internal override EventStore Open()
    {
        Skip.If(PrivateMariaDb.WhyUnavailable is not null, PrivateMariaDb.WhyUnavailable);
        return new MySqlStore(new MySqlSettings { ConnectionString = _database });
    }

    private protected override async Task<DbConnection> Connect()
    {
        Skip.If(PrivateMariaDb.WhyUnavailable is not null, PrivateMariaDb.WhyUnavailable);
        var connection = new MySqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    public async Task InitializeAsync()
    {
        if (PrivateMariaDb.WhyUnavailable is not null) return;
        _database = await mariaDb.NewDatabaseAsync();
        await Execute("create table effects (at bigint not null auto_increment primary key, handler varchar(50) not null, event varchar(50) not null)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task Nothing_is_kept_for_events_below_the_watermark()
    {
        await using var group = await Member(Write("h"), Write("g"));
        group.Client.Assign(Only);
        Append(0, 500);
        await group.Handled(Only);

        await EventsHarness.Eventually(() => Number("select count(*) from akka_events_finished_record") == 0);
        Assert.Equal(2, Number("select count(*) from akka_events_consumer_offset where watermark = 500"));
    }

    [SkippableFact]
    public async Task A_commit_whose_answer_is_lost_is_looked_up_and_not_made_again()
    {
        var handler = Transaction("h", async (e, transaction, _) =>
        {
            Calls.Enqueue(e);
            await Insert(((LostAnswers.Transaction)transaction).Inner, "h", e);
        });
        await using var group = await EventsHarness.Start(
            Topics, [handler], store: new LostAnswers(Open(), commit: 3, new EndOfStreamException("the connection is gone")));
        group.Client.Assign(Only);
        Append(0, 20);
        await group.Handled(Only);

        await AssertOnce("h", 20);
        Assert.Equal(20, Calls.Distinct().Count());
        Assert.Null(group.Runtime.Problem);
    }

    [SkippableFact]
    public async Task Sessions_that_are_killed_while_handlers_run_double_and_lose_nothing()
    {
        var handler = Transaction("h", async (e, transaction, _) =>
        {
            Calls.Enqueue(e);
            await Insert(transaction, "h", e);
            if (Calls.Count is 5 or 20 or 21) await Execute($"kill {((MySqlConnection)transaction.Connection!).ServerThread}");
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 50);
        await group.Handled(Only);

        await AssertOnce("h", 50);
        Assert.True(Calls.Count > 50);
        Assert.Null(group.Runtime.Problem);
    }

    [SkippableTheory]
    [InlineData("rollback")]
    [InlineData("create table made (id int)")]
    public async Task A_handler_whose_transaction_ends_under_it_is_told_and_its_record_is_not_finished(string end)
    {
        var once = 0;
        var handler = Transaction("h", async (e, transaction, _) =>
        {
            // As a deadlock does of which the handler takes no notice, and as tables' definitions do.
            if (Interlocked.Increment(ref once) == 1) await Execute(transaction, end);
            await Insert(transaction, "h", e);
            Calls.Enqueue(e);
        });
        await using var group = await Member(handler);
        group.Client.Assign(Only);
        Append(0, 1);
        await group.Handled(Only);

        Assert.Equal(2, Calls.Count); // its failure, and the attempt that counts
    }

    [Fact]
    public async Task What_was_finished_before_is_no_refusal()
    {
        await using var source = new MySqlDataSource(_database);
        var store = new MySqlTransactions(source, source, new MySqlSettings { ConnectionString = _database });
        Assert.False(store.IsRefusal(new FinishedBeforeException(new LostAnswer())));
        Assert.False(store.IsRefusal(new EndOfStreamException()));
        Assert.False(store.IsConflict(new EndOfStreamException()));
    }

    [SkippableFact]
    public async Task A_handler_has_the_isolation_that_is_the_servers_default()
    {
        await Execute("set global transaction isolation level read committed");
        try
        {
            var levels = new System.Collections.Concurrent.ConcurrentQueue<string>();
            var handler = Transaction("h", async (_, transaction, _) =>
            {
                await using var command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "select @@session.tx_isolation";
                levels.Enqueue((string)(await command.ExecuteScalarAsync())!);
            });
            await using var group = await Member(handler);
            group.Client.Assign(Only);
            Append(0, 3);
            await group.Handled(Only);

            Assert.Equal(["READ-COMMITTED"], levels.Distinct());
        }
        finally
        {
            await Execute("set global transaction isolation level repeatable read");
        }
    }

    [SkippableFact]
    public async Task Tables_are_made_by_many_at_once_and_not_without_leave()
    {
        Skip.If(PrivateMariaDb.WhyUnavailable is not null, PrivateMariaDb.WhyUnavailable);
        var settings = new MySqlSettings { ConnectionString = _database, TablePrefix = "other_" };
        await using var source = new MySqlDataSource(_database);
        var error = await Assert.ThrowsAsync<SchemaMissingException>(() => new MySqlMigrator(source, settings with { AutoInitialize = false }).Run(default));
        Assert.Contains("create table if not exists `other_finished_record`", error.Message);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new MySqlMigrator(source, settings).Run(default)));
        await new MySqlMigrator(source, settings with { AutoInitialize = false }).Run(default);
        Assert.Equal(1, Number("select count(*) from other_schema_version"));
    }

    private sealed class LostAnswer : DbException;
}
