using Akka.Events.Kafka.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Outbox;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
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
