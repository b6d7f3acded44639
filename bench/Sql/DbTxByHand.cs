using System.Text;
using System.Text.Json;
using Akka.Events.Bench.Kafka;
using Confluent.Kafka;
using Npgsql;

namespace Akka.Events.Bench.Sql;

/// <summary>
/// What a team would write for this one task: a consumer in a loop, and a transaction with the rows, the totals and the offsets, for each
/// record or for as many as have come.
/// </summary>
internal sealed class DbTxByHand(string bootstrap, string topic, NpgsqlDataSource source) : IDisposable
{
    private const string Consumed =
        """
        insert into bench_dbtx.consumed (partition, next_offset) select * from unnest($1, $2)
        on conflict (partition) do update set next_offset = excluded.next_offset
        """;

    private readonly IConsumer<byte[], byte[]> _consumer = BenchTopic.NewConsumer(bootstrap, "bench-by-hand");

    /// <summary>Reads the first record: what comes before it is the start.</summary>
    public List<DbTxRecord> First(CancellationToken ct)
    {
        _consumer.Assign(BenchTopic.Partitions(bootstrap, topic).Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        var batch = new List<DbTxRecord>();
        Read(batch, 1, ct);
        return batch;
    }

    /// <param name="batch">The first record; it is used for all.</param>
    /// <param name="records">Records in the topic.</param>
    /// <param name="most">Of one transaction.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(List<DbTxRecord> batch, long records, int most, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        for (long done = 0; done < records; done += batch.Count)
        {
            if (done > 0) Read(batch, (int)Math.Min(most, records - done), ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var ends = batch.GroupBy(r => r.Partition).Select(p => (Partition: p.Key, Next: p.Max(r => r.Offset) + 1)).ToArray();
            await using (var write = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    DbTxTables.Rows(batch), DbTxTables.Totals(batch),
                    DbTxTables.Command(Consumed, ends.Select(e => e.Partition).ToArray(), ends.Select(e => e.Next).ToArray()),
                },
            }) await write.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    public void Dispose() => _consumer.Dispose();

    // Waits for the first, and takes what else is there.
    private void Read(List<DbTxRecord> batch, int most, CancellationToken ct)
    {
        batch.Clear();
        while (batch.Count < most)
        {
            var record = batch.Count == 0 ? _consumer.Consume(ct) : _consumer.Consume(TimeSpan.Zero);
            if (record is null) return;
            if (record.IsPartitionEOF) continue;
            var e = JsonSerializer.Deserialize(record.Message.Value, BenchJson.Default.BenchEvent)!;
            batch.Add(new DbTxRecord(record.Partition.Value, record.Offset.Value, Encoding.UTF8.GetString(record.Message.Key), e.Sequence));
        }
    }
}
