using Akka.Events.Kafka.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Outbox;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Publishing;

/// <summary>The outbox's statements, over a real PostgreSQL.</summary>
public sealed class PostgreSqlOutboxTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [SkippableFact]
    public async Task Of_any_rows_it_tells_which_are_refused()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var outbox = new PostgreSqlOutbox(source, new PostgreSqlSettings(), 1 << 20);
        await outbox.Initialize(default);
        await using (var connection = await source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await outbox.Write(transaction, [.. Enumerable.Range(0, 103).Select(i => new OutgoingRecord("events", [(byte)i], null))], default);
            await transaction.CommitAsync();
        }
        for (var id = 1; id <= 102; id++) await outbox.Refuse(id, "too large", stopsTopic: false, default);

        Assert.Equal(100, (await outbox.Refused(default)).Count);
        Assert.Equal([1, 102], (await outbox.RefusedOf([1, 102, 103, 104], default)).Order());
    }

    [SkippableFact]
    public async Task A_batch_ends_where_its_keys_and_headers_make_it_too_large()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var outbox = new PostgreSqlOutbox(source, new PostgreSqlSettings(), batchBytes: 3_000);
        await outbox.Initialize(default);
        await Write(source, outbox, 4, i => new OutgoingRecord("events", Any(), null, new Headers { { "h", Any() } }));
        await outbox.TryTake("me", TimeSpan.FromMinutes(1), default);

        var (next, _) = await outbox.Advance("me", null, false, 100, default);
        Assert.Equal(2, next!.Rows.Count);
        // One that is too large alone is a batch.
        var larger = new PostgreSqlOutbox(source, new PostgreSqlSettings(), batchBytes: 100);
        (next, _) = await larger.Advance("me", next, true, 100, default);
        Assert.Single(next!.Rows);

        // Nothing that PostgreSQL could compress.
        static byte[] Any()
        {
            var bytes = new byte[1_000];
            Random.Shared.NextBytes(bytes);
            return bytes;
        }
    }

    [SkippableFact]
    public async Task What_waits_is_counted_with_connections_that_the_forwarder_has_no_use_for()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync());
        await using var askers = NpgsqlDataSource.Create(connection);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        var outbox = new PostgreSqlOutbox(source, new PostgreSqlSettings(), 1 << 20, askers: askers);
        await outbox.Initialize(default);
        await Write(source, outbox, 3, i => new OutgoingRecord("events", [(byte)i], null));

        await using var forwarders = await source.OpenConnectionAsync();
        Assert.Equal(3, (await outbox.Backlog(default)).Waiting);
    }

    private static async Task Write(NpgsqlDataSource source, PostgreSqlOutbox outbox, int count, Func<int, OutgoingRecord> record)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await outbox.Write(transaction, [.. Enumerable.Range(0, count).Select(record)], default);
        await transaction.CommitAsync();
    }

    [SkippableFact]
    public async Task Space_of_a_table_that_another_holds_is_left_for_later()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var outbox = new PostgreSqlOutbox(source, new PostgreSqlSettings(), 1 << 20);
        await outbox.Initialize(default);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table akka_events.outbox in share update exclusive mode", connection, transaction);
        await hold.ExecuteNonQueryAsync();

        await outbox.Clean(default).WaitAsync(EventsHarness.Patience);
    }
}
