using Akka.Events.Persistence.PostgreSql.Internal;
using Npgsql;

namespace Akka.Events.Bench.Kafka;

/// <summary>What a group's commits cost in the journal: rows and bytes that a run has added, by records.</summary>
internal sealed class CommitLedger
{
    private readonly BenchServices _services;
    private readonly string _group;
    private (long Rows, long Bytes) _before;

    private CommitLedger(BenchServices services, string group) => (_services, _group) = (services, group);

    /// <summary>Opens it before the group begins.</summary>
    public static async Task<CommitLedger> Open(BenchServices services, KafkaArguments arguments, CancellationToken ct)
    {
        var ledger = new CommitLedger(services, arguments.Group);
        ledger._before = await ledger.Count(ct);
        return ledger;
    }

    /// <summary>Reports it, for as many records as have been committed since.</summary>
    public async Task Report(WorkloadResult result, long records, CancellationToken ct)
    {
        if (records == 0) return;
        var (rows, bytes) = await Count(ct);
        (rows, bytes) = (rows - _before.Rows, bytes - _before.Bytes);
        if (rows == 0) return;
        result.Set("commits", rows).Set("records_a_commit", Math.Round((double)records / rows, 1))
            .Set("journal_bytes_a_record", Math.Round((double)bytes / records, 1));
    }

    // Batches alone: a new owner's marker holds no records.
    private async Task<(long Rows, long Bytes)> Count(CancellationToken ct)
    {
        var table = new PostgreSqlSettings().JournalTable("journal");
        await using var source = NpgsqlDataSource.Create(_services.Postgres!);
        await using var there = source.CreateCommand($"select to_regclass('{table}') is not null");
        if (!(bool)(await there.ExecuteScalarAsync(ct))!) return default;
        await using var command = source.CreateCommand(
            $"select count(*), coalesce(sum(length(message)), 0)::bigint from {table} where starts_with(persistence_id, $1) and manifest in ('B1', 'B2')");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{_group}/" });
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
