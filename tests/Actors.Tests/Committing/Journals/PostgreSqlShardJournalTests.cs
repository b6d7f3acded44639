using Akka.Actor;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Persistence;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing.Journals;

/// <summary>Our own plugins.</summary>
public sealed class PostgreSqlShardJournalTests(PostgresFixture postgres) : ShardJournalSpec, IClassFixture<PostgresFixture>
{
    private string _database = "";

    internal override EventStore Open() =>
        new PostgreSqlStore(_database, new PostgreSqlSettings { CommandTimeout = TimeSpan.FromSeconds(5) });

    public override async Task InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        await base.InitializeAsync();
    }

    [SkippableFact]
    public async Task Of_rows_of_several_shards_in_one_statement_only_the_one_that_collides_is_refused()
    {
        for (var round = 1; round <= 5; round++)
        {
            await Execute($"insert into akka_events.journal (persistence_id, sequence_number, created, deleted, message) values ('group/3', {round}, 0, false, '')");
            var writes = Enumerable.Range(0, 20).Select(shard => Written($"group/{shard}", Atomic($"group/{shard}", round, round))).ToArray();
            for (var shard = 0; shard < writes.Length; shard++)
            {
                if (shard != 3)
                {
                    await writes[shard];
                    continue;
                }
                var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => writes[3]);
                Assert.Equal(PostgresErrorCodes.UniqueViolation, Assert.IsType<PostgresException>(failure.InnerException).SqlState);
            }
        }
        foreach (var shard in (int[])[0, 2, 4, 19]) Assert.Equal(5, (await Replay($"group/{shard}")).Rows.Count);
    }

    [SkippableFact]
    public async Task A_row_that_waits_for_another_owners_transaction_holds_up_no_other_shard()
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(Row("group/0", 1), connection, transaction)) await insert.ExecuteNonQueryAsync();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(shard => Write($"group/{shard}", 1, 1)));
        var held = Written("group/0", new AtomicWrite(new Persistent(new OwnerMarker("me", 0, 1), 1, "group/0", sender: ActorRefs.NoSender)));
        for (var nr = 2; nr <= 4; nr++)
            await Task.WhenAll(Enumerable.Range(1, 8).Select(shard => Write($"group/{shard}", nr, nr)));
        Assert.False(held.IsCompleted);
        await transaction.RollbackAsync();
        await held;
        Assert.IsType<OwnerMarker>(Assert.Single((await Replay("group/0")).Rows).Payload);
    }

    [SkippableFact]
    public async Task A_write_that_takes_longer_than_a_statement_may_fails_and_a_recovery_waits_for_its_end()
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(Row("group/0", 1), connection, transaction)) await insert.ExecuteNonQueryAsync();

        var late = Write("group/0", 1, 1);
        var recovery = Replay("group/0");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => late);
        Assert.IsAssignableFrom<NpgsqlException>(failure.InnerException);
        Assert.Equal(0, (await recovery).Highest);
        await transaction.RollbackAsync();
        await Write("group/0", 1, 1);
    }

    [SkippableFact]
    public async Task Connections_that_the_server_has_ended_fail_the_writes_on_them_and_the_next_go_on()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(shard => Write($"group/{shard}", 1, 1)));
        await Execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()");
        for (var shard = 0; shard < 8; shard++)
        {
            while (true)
            {
                try
                {
                    await Write($"group/{shard}", 2, 2);
                    break;
                }
                catch (InvalidOperationException e) when (e.InnerException is NpgsqlException)
                {
                }
            }
            Assert.Equal(2, (await Replay($"group/{shard}")).Rows.Count);
        }
    }

    [SkippableFact]
    public async Task Rows_of_Akka_Persistence_Sql_are_read_and_followed()
    {
        await Execute(
            """
            insert into akka_events.journal (persistence_id, sequence_number, created, deleted, message, manifest, identifier, writer_uuid)
            values ('group/0', 1, 1, true, '\x01', 'B1', 4101, null), ('group/0', 2, 2, false, '\x0102', 'B1', 4101, 'w')
            """);
        await Write("group/0", 3, 3);
        var (rows, highest) = await Replay("group/0");
        Assert.Equal([2, 3], rows.Select(row => row.SequenceNr));
        Assert.Equal((2, 3), (rows[0].Timestamp, highest));
    }

    private static string Row(string id, long nr) =>
        $"insert into akka_events.journal (persistence_id, sequence_number, created, deleted, message) values ('{id}', {nr}, 0, false, '')";

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
