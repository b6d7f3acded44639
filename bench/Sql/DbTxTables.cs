using System.Data.Common;
using Akka.Events.Bench.Kafka;
using Npgsql;

namespace Akka.Events.Bench.Sql;

/// <summary>The user's own tables of <see cref="DbTxWorkload"/>: a row for each record, and a total for each key.</summary>
internal static class DbTxTables
{
    private const string Row = "insert into bench_dbtx.record (partition, record_offset, key, seq) select * from unnest($1, $2, $3, $4)";

    private const string Total =
        """
        insert into bench_dbtx.total as t (key, total) select * from unnest($1, $2)
        on conflict (key) do update set total = t.total + excluded.total
        """;

    /// <summary>Makes the tables, empty.</summary>
    public static Task Create(NpgsqlDataSource source, CancellationToken ct) => Execute(
        source,
        """
        drop schema if exists bench_dbtx cascade;
        create schema bench_dbtx;
        create table bench_dbtx.record (
            partition integer, record_offset bigint, key text not null, seq bigint not null, primary key (partition, record_offset));
        create table bench_dbtx.total (key text primary key, total bigint not null);
        create table bench_dbtx.consumed (partition integer primary key, next_offset bigint not null);
        """,
        ct);

    /// <summary>What a handler does with records: two statements, sent together.</summary>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="records">One, or a batch.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task Write(DbTransaction transaction, IReadOnlyList<DbTxRecord> records, CancellationToken ct)
    {
        var open = (NpgsqlTransaction)transaction;
        await using var batch = new NpgsqlBatch(open.Connection, open) { BatchCommands = { Rows(records), Totals(records) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static NpgsqlBatchCommand Rows(IReadOnlyList<DbTxRecord> records) => Command(
        Row, records.Select(r => r.Partition).ToArray(), records.Select(r => r.Offset).ToArray(), records.Select(r => r.Key).ToArray(),
        records.Select(r => r.Sequence).ToArray());

    // In the keys' order: batches of several partitions then wait for each other one way only.
    public static NpgsqlBatchCommand Totals(IReadOnlyList<DbTxRecord> records)
    {
        var totals = records.CountBy(r => r.Key).OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        return Command(Total, totals.Select(t => t.Key).ToArray(), totals.Select(t => (long)t.Value).ToArray());
    }

    public static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    public static async Task Check(NpgsqlDataSource source, string bootstrap, string topic, WorkloadResult result, CancellationToken ct)
    {
        var expected = BenchTopic.CountKeys(bootstrap, topic);
        var totals = new Dictionary<string, long>();
        await using var command = source.CreateCommand("select key, total from bench_dbtx.total");
        await using (var rows = await command.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct)) totals.Add(rows.GetString(0), rows.GetInt64(1));
        await using var count = source.CreateCommand("select count(*) from bench_dbtx.record");
        var written = (long)(await count.ExecuteScalarAsync(ct))!;
        var wrong = expected.Count(key => totals.GetValueOrDefault(key.Key) != key.Value);
        result.Check(written == expected.Values.Sum(), $"{written} rows for {expected.Values.Sum()} records")
            .Check(wrong == 0 && totals.Count == expected.Count, $"{wrong} of {expected.Count} keys have a wrong total");
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A record, as the tables have it.</summary>
internal readonly record struct DbTxRecord(int Partition, long Offset, string Key, long Sequence);
