using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Snapshots;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>History out of the journal's table: SQLite picks the rows in which the key's bytes occur, some at a time.</summary>
internal sealed class SqliteJournalReader(SqliteSettings settings) : JournalReader, IDisposable
{
    private const int Page = 100;

    // Apart from the states', since a pass over a journal may take its time.
    private readonly SqliteWorker _worker = new(settings, "akka-events-sqlite-history");

    public override Task<long> FirstSequenceNr(string persistenceId, CancellationToken ct) => _worker.Do(
        connection => connection.Scalar<long>(
            "select min(sequence_number) from journal where persistence_id = $1 and not deleted", persistenceId),
        ct);

    protected override Task<OwnerMarker?> NewestMarker(string persistenceId, long after, CancellationToken ct)
    {
        const string sql =
            """
            select message from journal
            where persistence_id = $1 and sequence_number > $2 and not deleted and identifier = $3 and manifest = $4
            order by sequence_number desc limit 1
            """;
        return _worker.Do(
            connection =>
            {
                using var command = connection.Command(sql, persistenceId, after, EventsSerializer.SerializerId, EventsSerializer.Marker);
                return command.ExecuteScalar() is byte[] marker ? ShardSnapshotCodec.ReadMarker(marker) : null;
            }, ct);
    }

    protected override async IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Batches(
        string persistenceId, byte[] key, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        const string sql =
            """
            select sequence_number, message from journal
            where persistence_id = $1 and sequence_number > $2 and not deleted and identifier = $3 and manifest in ($4, $7)
              and (length($5) = 0 or instr(message, $5) > 0)
            order by sequence_number limit $6
            """;
        var last = after;
        while (true)
        {
            var page = await _worker.Do(
                connection =>
                {
                    using var command = connection.Command(
                        sql, persistenceId, last, EventsSerializer.SerializerId, EventsSerializer.Batches[0], key, Page, EventsSerializer.Batches[1]);
                    using var rows = command.ExecuteReader();
                    var read = new List<(long, JournalBatch)>();
                    while (rows.Read()) read.Add((rows.GetInt64(0), new JournalBatch(rows.GetFieldValue<byte[]>(1))));
                    return read;
                }, ct).ConfigureAwait(false);
            foreach (var row in page) yield return row;
            if (page.Count < Page) yield break;
            last = page[^1].Item1;
        }
    }

    public void Dispose() => _worker.Dispose();
}
