using System.Globalization;
using Akka.Events.Cli.Database;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Persistence.PostgreSql.Internal;
using Confluent.Kafka;
using Npgsql;

namespace Akka.Events.Cli.Auditing;

/// <summary>The books of a partition whose handlers finish records in database transactions: watermarks, and what is finished above them.</summary>
internal sealed class TransactionAudit(TopicPartition partition) : IAudited
{
    private long? _watermark;

    public string Name => $"{partition.Topic} [{partition.Partition.Value.ToString(CultureInfo.InvariantCulture)}]";

    public long Rows { get; private set; }

    public long Finished { get; private set; }

    public long Events => 0;

    public long States => 0;

    public long Records { get; set; }

    public List<string> Differences { get; } = [];

    public List<string> Notes { get; } = [];

    public IReadOnlyCollection<SourceRecord> Sources => [];

    public IReadOnlyDictionary<TopicPartition, long> Watermarks =>
        _watermark is { } at ? new Dictionary<TopicPartition, long> { [partition] = at } : new Dictionary<TopicPartition, long>();

    public static async Task<List<TransactionAudit>> All(NpgsqlConnection connection, PostgreSqlSettings sql, string group, int? only, CancellationToken ct)
    {
        var handlers = await connection.Query(
            $"""
            select o.topic, o.partition, c.handler, c.watermark, c.id from {sql.Table("consumer_owner")} o join {sql.Table("consumer_offset")} c on c.owner_id = o.id
            where o.group_name = $1 order by 1, 2, 3
            """,
            row => (Partition: new TopicPartition(row.GetString(0), row.GetInt32(1)), Handler: row.GetString(2), Watermark: row.Nullable<long>(3), Id: row.GetInt64(4)), ct, group);
        var audits = new List<TransactionAudit>();
        foreach (var of in handlers.Where(h => only is null || h.Partition.Partition.Value == only).GroupBy(h => h.Partition))
        {
            var audit = new TransactionAudit(of.Key);
            foreach (var handler in of)
            {
                var above = await connection.Query(
                    $"select first_offset, record_offset + 1 from {sql.Table("finished_record")} where consumer_id = $1 order by record_offset",
                    row => new OffsetRange(row.GetInt64(0), row.GetInt64(1)), ct, handler.Id);
                audit.Take(handler.Handler, handler.Watermark, above);
            }
            audits.Add(audit);
        }
        return audits;
    }

    private void Take(string handler, long? watermark, List<OffsetRange> above)
    {
        Rows += above.Count + 1;
        if (watermark is not { } at)
        {
            if (above.Count > 0) Differences.Add($"{handler} hasn't begun, and {above.Count} records are finished for it");
            return;
        }
        _watermark = Math.Min(_watermark ?? at, at);
        Finished += at;
        var book = new OffsetBook();
        foreach (var range in above.Where(r => r.End > at))
        {
            // Below the watermark they only wait to be removed.
            if (book.Enter(Math.Max(at, range.First), range.End) is { } twice)
                Differences.Add($"{OffsetBook.Text(twice)} is finished twice for {handler}");
        }
        Finished += book.Count;
    }
}
