using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Snapshots;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// History out of the journal's table: the database picks the rows in which the key's bytes occur, and they are streamed.
/// </summary>
internal sealed class PostgreSqlJournalReader(NpgsqlDataSource source, PostgreSqlSettings settings) : JournalReader
{
    private readonly string _journal = settings.JournalTable("journal");

    public override async Task<long> FirstSequenceNr(string persistenceId, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            $"select min(sequence_number) from {_journal} where persistence_id = $1 and not deleted", connection)
        {
            CommandTimeout = settings.CommandTimeoutSeconds,
            Parameters = { new NpgsqlParameter<string> { TypedValue = persistenceId } },
        };
        return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is long first ? first : 0;
    }

    protected override async Task<OwnerMarker?> NewestMarker(string persistenceId, long after, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            $"""
            select message from {_journal}
            where persistence_id = $1 and not deleted and identifier = $2 and manifest = $3 and sequence_number > $4
            order by sequence_number desc limit 1
            """,
            connection)
        {
            // As long ago as the shard's owner has had it.
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = persistenceId },
                new NpgsqlParameter<int> { TypedValue = EventsSerializer.SerializerId },
                new NpgsqlParameter<string> { TypedValue = EventsSerializer.Marker },
                new NpgsqlParameter<long> { TypedValue = after },
            },
        };
        return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is byte[] marker ? ShardSnapshotCodec.ReadMarker(marker) : null;
    }

    protected override async IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Batches(
        string persistenceId, byte[] key, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            $"""
            select sequence_number, message from {_journal}
            where persistence_id = $1 and not deleted and identifier = $2 and manifest = any($3) and position($4 in message) > 0
              and sequence_number > $5
            order by sequence_number
            """,
            connection)
        {
            // A journal kept for years takes its time.
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = persistenceId },
                new NpgsqlParameter<int> { TypedValue = EventsSerializer.SerializerId },
                new NpgsqlParameter<string[]> { TypedValue = EventsSerializer.Batches },
                new NpgsqlParameter<byte[]> { TypedValue = key, NpgsqlDbType = NpgsqlDbType.Bytea },
                new NpgsqlParameter<long> { TypedValue = after },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
            yield return (rows.GetInt64(0), new JournalBatch(rows.GetFieldValue<byte[]>(1)));
    }
}
