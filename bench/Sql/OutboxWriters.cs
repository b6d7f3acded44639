using Akka.Events.Bench.Kafka;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Npgsql;

namespace Akka.Events.Bench.Sql;

/// <summary>Connections that write rows of the user's, and publish an event for each in the same transaction.</summary>
internal sealed class OutboxWriters(NpgsqlDataSource source, string topic, KafkaArguments arguments, int writers, int each)
{
    // A key is one writer's, so that its events have an order.
    private readonly int _keys = Math.Max(1, arguments.Keys / writers) * writers;
    private readonly string _padding = new('x', Math.Max(0, arguments.ValueBytes - 50));

    public async Task CreateTable(CancellationToken ct)
    {
        await using var command = source.CreateCommand("drop table if exists bench_outbox_row; create table bench_outbox_row (id bigint primary key, text text not null)");
        await command.ExecuteNonQueryAsync(ct);
    }

    public Task Write(IOutbox outbox, CancellationToken ct)
    {
        var events = Topic.Json<BenchEvent>(topic, e => $"k{e.Sequence % _keys:0000000}", BenchJson.Default.BenchEvent);
        return Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => Write(outbox, events, writer, ct), ct)));
    }

    private async Task Write(IOutbox outbox, Topic<BenchEvent> events, int writer, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        foreach (var together in Mine(writer).Chunk(each))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var insert = new NpgsqlCommand("insert into bench_outbox_row select id, 'a row' from unnest($1) as rows (id)", connection, transaction))
            {
                insert.Parameters.Add(new NpgsqlParameter { Value = together.Select(e => e.Sequence).ToArray() });
                await insert.ExecuteNonQueryAsync(ct);
            }
            if (together is [var one]) await outbox.PublishAsync(transaction, events, one, ct);
            else await outbox.PublishAllAsync(transaction, events, together, cancellationToken: ct);
            await transaction.CommitAsync(ct);
        }
    }

    private IEnumerable<BenchEvent> Mine(int writer)
    {
        for (var i = writer; i < arguments.Records; i += writers) yield return new BenchEvent { Sequence = i, CreatedMicroseconds = BenchTopic.Now(), Padding = _padding };
    }
}
