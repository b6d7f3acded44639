using Akka.Events.Cli.Database;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Handling.Internal.Visits;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;
using Npgsql;

namespace Akka.Events.Cli.Auditing;

/// <summary>Looks through the books of one shard: its journal, its checkpoint and its states.</summary>
internal sealed class ShardAudit(string group, int shard, int records) : IAudited
{
    private readonly Dictionary<HandledTopic, OffsetBook> _rows = []; // what the journal's rows finish
    private readonly Dictionary<HandledTopic, long> _starts = []; // where a handler began, where the journal still tells
    private readonly Queue<SourceRecord> _sources = new();
    private readonly KeyEvents _events = new();
    private Dictionary<HandledTopic, OffsetBook>? _checkpoint;
    private ShardSnapshot? _snapshot;
    private long _snapshotAt;
    private long _first;
    private long _last;
    private long _incarnation;
    private bool _whole;

    public string Name => shard.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public int Number => shard;

    /// <summary>The journal has all that has ever happened.</summary>
    public bool IsWhole => _whole;

    public long Folded { get; set; }

    public long Rows { get; private set; }

    public long Finished => Final().Sum(b => b.Value.Count);

    public long Events { get; private set; }

    public long States { get; private set; }

    public long Records { get; set; }

    public List<string> Differences { get; } = [];

    public List<string> Notes { get; } = [];

    public IReadOnlyCollection<SourceRecord> Sources => _sources;

    public IReadOnlyDictionary<TopicPartition, long> Watermarks => Final().GroupBy(b => b.Key.Topic)
        .ToDictionary(t => new TopicPartition(t.Key, shard), t => t.Min(b => b.Value.Ranges is [var low, ..] && low.First <= Start(b.Key) ? low.End : Start(b.Key)));

    public async Task Read(NpgsqlConnection connection, PostgreSqlSettings sql, CancellationToken ct)
    {
        var id = JournalDurability.PersistenceId(group, shard);
        var snapshots = await connection.Query(
            $"select sequence_number, snapshot from {sql.JournalTable("snapshot")} where persistence_id = $1 order by 1 desc limit 1",
            row => (At: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1)), ct, id);
        if (snapshots is [var newest]) (_snapshotAt, _snapshot) = (newest.At, ShardSnapshotCodec.Read(newest.Bytes));
        await ReadRows(connection, sql, id, ct);
        // A checkpoint of a journal that was begun anew since counts for nothing.
        if (_snapshot is { } s && s.Incarnation < _incarnation) _snapshot = null;
        if (_checkpoint is null && _snapshot is not null && _last <= _snapshotAt) _checkpoint = Copy();
        CompareCheckpoint();
        await new StateAudit(this, _events, connection, sql).Compare(group, shard, Through, _first, _last, _whole, ct);
        if (!_whole && Rows > 0)
            Notes.Add($"the journal of shard {shard} begins with sequence number {_first}: what lies before, the checkpoint says alone (retain-history keeps it)");
    }

    public void SawState() => States++;

    /// <summary>Sequence number up to which all states are in the table.</summary>
    private long Through => _snapshot?.StatesThrough ?? 0;

    private async Task ReadRows(NpgsqlConnection connection, PostgreSqlSettings sql, string id, CancellationToken ct)
    {
        await using var command = Tables.Command(
            connection, $"select sequence_number, manifest, message from {sql.JournalTable("journal")} where persistence_id = $1 and not deleted order by 1", id);
        // A journal kept for years takes its time.
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) Take(rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2));
    }

    private void Take(long sequenceNr, string manifest, byte[] message)
    {
        if (Rows == 0) (_first, _whole) = (sequenceNr, sequenceNr == 1);
        else if (sequenceNr != _last + 1) Differences.Add($"journal rows {_last + 1} to {sequenceNr - 1} are missing");
        if (_checkpoint is null && _snapshot is not null && sequenceNr > _snapshotAt) _checkpoint = Copy();
        (Rows, _last) = (Rows + 1, sequenceNr);
        try
        {
            if (manifest == EventsSerializer.Marker) Begin(ShardSnapshotCodec.ReadMarker(message).Incarnation);
            else if (EventsSerializer.Batches.Contains(manifest)) Take(sequenceNr, new JournalBatch(message));
            else Notes.Add($"journal row {sequenceNr} of shard {shard} is a '{manifest}', which this version doesn't know");
        }
        catch (InvalidDataException e)
        {
            Differences.Add($"journal row {sequenceNr} can't be read: {e.Message}");
        }
    }

    private void Begin(long incarnation)
    {
        if (incarnation <= _incarnation) return;
        // What was before belongs to states that are gone.
        if (_incarnation > 0) (_whole, _first) = (true, _last);
        _incarnation = incarnation;
        _rows.Clear();
        _starts.Clear();
        _sources.Clear();
        _events.Clear();
        _checkpoint = null;
    }

    private void Take(long sequenceNr, JournalBatch batch)
    {
        var own = new Dictionary<HandledTopic, OffsetBook>();
        JournalBatchReader.ReadFinished(batch, (handled, start, ranges) =>
        {
            if (start is { } at) _starts.TryAdd(handled, at);
            own.TryAdd(handled, new OffsetBook());
            _rows.TryAdd(handled, new OffsetBook());
            foreach (var range in ranges)
            {
                own[handled].Enter(range.First, range.End);
                if (Twice(sequenceNr, handled, range) is { } twice)
                    Differences.Add($"row {sequenceNr} finishes {handled.Topic} {OffsetBook.Text(twice)} for {handled.Handler}, which is finished already");
            }
        });
        JournalBatchReader.Read(batch, new FinishedRecords(), e =>
        {
            Events++;
            // Of a visit, which comes of no record.
            if (e.Topic.StartsWith(VisitSource.Prefix, StringComparison.Ordinal))
            {
                _events.Add(sequenceNr, e);
                return;
            }
            if (!own.TryGetValue(new HandledTopic(e.Topic, e.Handler), out var finished) || !finished.Holds(e.Offset, e.Offset + 1))
                Differences.Add($"row {sequenceNr} has an event of {e.Handler} {KeyText.ToText(e.Key.Span)} for {e.Topic} @{e.Offset}, and doesn't finish that record");
            _events.Add(sequenceNr, e);
            if (records == 0) return;
            if (_sources.Count == records) _sources.Dequeue();
            _sources.Enqueue(new SourceRecord(e.Topic, e.Offset, e.Key.ToArray()));
        });
    }

    // Behind the checkpoint nothing of it may be finished again either.
    private OffsetRange? Twice(long sequenceNr, HandledTopic handled, OffsetRange range)
    {
        if (_rows[handled].Enter(range.First, range.End) is { } twice) return twice;
        return sequenceNr > _snapshotAt && _snapshot is { } s && s.Incarnation == _incarnation && s.Finished.Of(handled.Topic, handled.Handler) is { } before
            ? OffsetBook.Of(before).Overlap(range.First, range.End) : null;
    }

    private void CompareCheckpoint()
    {
        if (_snapshot is null || _checkpoint is null) return;
        foreach (var (handled, offsets) in _snapshot.Finished.All)
        {
            var (said, found) = (OffsetBook.Of(offsets, Start(handled)), _checkpoint.GetValueOrDefault(handled) ?? new OffsetBook());
            foreach (var range in found.Ranges.Where(r => !said.Holds(Math.Max(r.First, Start(handled)), r.End)))
                Differences.Add($"the journal finishes {handled.Topic} {OffsetBook.Text(range)} for {handled.Handler}, and the checkpoint at {_snapshotAt} doesn't have it");
            if (!_whole || !_starts.ContainsKey(handled)) continue;
            foreach (var range in said.Ranges.Where(r => !found.Holds(r.First, r.End)))
                Differences.Add($"the checkpoint at {_snapshotAt} has {handled.Topic} {OffsetBook.Text(range)} finished for {handled.Handler}, and no row up to it finishes all of that");
        }
        foreach (var handled in _checkpoint.Keys.Where(h => _snapshot.Finished.Of(h.Topic, h.Handler) is null))
            Differences.Add($"the checkpoint at {_snapshotAt} knows nothing of {handled.Handler} on {handled.Topic}, which the journal has");
    }

    // Checkpoint and rows together.
    private Dictionary<HandledTopic, OffsetBook> Final()
    {
        var final = Copy();
        if (_snapshot is null) return final;
        foreach (var (handled, offsets) in _snapshot.Finished.All)
        {
            final.TryAdd(handled, new OffsetBook());
            foreach (var range in OffsetBook.Of(offsets, Start(handled)).Ranges) final[handled].Enter(range.First, range.End);
        }
        return final;
    }

    private long Start(HandledTopic handled) => _starts.GetValueOrDefault(handled);

    private Dictionary<HandledTopic, OffsetBook> Copy() => _rows.ToDictionary(b => b.Key, b => b.Value.Copy());
}
