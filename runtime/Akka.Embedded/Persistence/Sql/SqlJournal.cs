using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Journal;
using Npgsql;

namespace Akka.Persistence.Sql;

/// <summary>Events in PostgreSQL.</summary>
internal sealed class SqlJournal : EventJournal
{
    private const int MaxGroupBytes = 4 * 1024 * 1024; // of a commit for several actors, that none waits long
    private const int MaxPageBytes = 4 * 1024 * 1024; // of a replay's page, by the average of the page before
    private const int FirstPageSize = 64;

    private readonly SqlSettings _settings;
    private readonly SqlDatabase _database;
    private readonly Serialization.Serialization _serialization;
    private readonly WriteQueue _writes = new();
    private readonly string _insert;
    private readonly string _highest;
    private readonly string _page;
    private readonly string[] _delete;
    private readonly Task _writers;

    internal SqlJournal(ExtendedActorSystem system, Config config)
    {
        _settings = new SqlSettings(config);
        _serialization = system.Serialization;
        var tables = new SqlTables(_settings);
        _database = new SqlDatabase(_settings, tables.JournalScript);
        var journal = tables.Journal;
        _insert = $"INSERT INTO {journal} (deleted, {JournalRows.Columns}) SELECT false, * FROM unnest($1, $2, $3, $4, $5, $6, $7)";
        _page = $"SELECT sequence_number, message, identifier, manifest FROM {journal} WHERE persistence_id = $1 "
            + "AND sequence_number BETWEEN $2 AND $3 AND NOT deleted ORDER BY sequence_number LIMIT $4";
        var max = $"SELECT max(sequence_number) FROM {journal} WHERE persistence_id = $1";
        if (_settings.DeleteCompatibilityMode)
        {
            var metadata = tables.Metadata;
            _highest = $"SELECT coalesce(greatest(({max}), (SELECT max(sequence_number) FROM {metadata} WHERE persistence_id = $1)), 0)";
            _delete =
            [
                $"INSERT INTO {metadata} (persistence_id, sequence_number) SELECT $1, max(sequence_number) FROM {journal} "
                    + "WHERE persistence_id = $1 AND sequence_number <= $2 HAVING count(*) > 0 ON CONFLICT DO NOTHING",
                $"DELETE FROM {journal} WHERE persistence_id = $1 AND sequence_number <= $2",
            ];
        }
        else
        {
            // The last of the deleted rows stays: it holds the highest number.
            _highest = $"SELECT coalesce(({max}), 0)";
            _delete =
            [
                $"UPDATE {journal} SET deleted = true WHERE persistence_id = $1 AND sequence_number = ({max} AND sequence_number <= $2)",
                $"DELETE FROM {journal} WHERE persistence_id = $1 AND sequence_number < ({max} AND sequence_number <= $2)",
            ];
        }

        _ = _database.ReadyAsync();
        _writers = Task.WhenAll(Enumerable.Range(0, _settings.Parallelism).Select(_ => Task.Run(WriteLoopAsync)));
    }

    internal override void Write(WriteBatch batch) => _writes.Add(batch);
    internal override void Read(ReplayPage page) => _ = ReadAsync(page);

    internal override Task DeleteAsync(string persistenceId, long toSequenceNr) => _database.CallAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in _delete)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Sql.Text(persistenceId), Sql.Long(toSequenceNr) } });
        return await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    });

    public override void Dispose()
    {
        _writes.Dispose();
        _writers.ContinueWith(_ => _database.Dispose(), TaskScheduler.Default); // what was told to persist is written first
    }

    private async Task WriteLoopAsync()
    {
        var group = new List<PendingWrite>();
        var rows = new JournalRows(_serialization);
        while (await _writes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (rows.Count < _settings.BatchSize && rows.Bytes < MaxGroupBytes && _writes.Reader.TryRead(out var write))
            {
                if (TimeProvider.System.GetElapsedTime(write.Since) > _settings.CallTimeout)
                {
                    var waited = _settings.CallTimeout.TotalSeconds;
                    _writes.Settle(write, new TimeoutException($"The write has waited longer than {waited} s for the database"));
                    continue;
                }

                group.Add(write);
                rows.Add(write.Batch);
            }

            await WriteAsync(group, rows).ConfigureAwait(false);
            group.Clear();
            rows = new JournalRows(_serialization); // a write that timed out may still hold the others
        }
    }

    private async Task WriteAsync(List<PendingWrite> group, JournalRows rows)
    {
        Exception failure = null;
        try
        {
            if (rows.Count > 0) await _database.CallAsync(connection => InsertAsync(connection, rows)).ConfigureAwait(false);
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // One of them conflicts, most likely: the others must not fail with it.
            foreach (var write in group)
            {
                var alone = new JournalRows(_serialization);
                alone.Add(write.Batch);
                await WriteAsync([write], alone).ConfigureAwait(false);
            }

            return;
        }
        catch (Exception e)
        {
            failure = e;
        }

        foreach (var write in group) _writes.Settle(write, failure);
    }

    private async Task<int> InsertAsync(NpgsqlConnection connection, JournalRows rows)
    {
        await using var command = new NpgsqlCommand(_insert, connection);
        rows.AddTo(command.Parameters);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync(ReplayPage page)
    {
        try
        {
            await _writes.SettledAsync(page.PersistenceId).ConfigureAwait(false); // an earlier incarnation's events belong to this recovery
            await _database.QueryAsync(connection => ReadAsync(connection, page)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            page.Failure = e;
        }

        page.Answer();
    }

    private async Task<int> ReadAsync(NpgsqlConnection connection, ReplayPage page)
    {
        var limit = page.EventSize == 0 ? FirstPageSize : MaxPageBytes / page.EventSize;
        limit = (int)Math.Min(Math.Clamp(limit, 1, _settings.ReplayBatchSize), page.Max);
        await using var batch = new NpgsqlBatch(connection);
        var isFirst = page.HighestSequenceNr < 0;
        if (isFirst) batch.BatchCommands.Add(new NpgsqlBatchCommand(_highest) { Parameters = { Sql.Text(page.PersistenceId) } });
        if (limit > 0 && page.From <= page.To)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(_page)
            {
                Parameters = { Sql.Text(page.PersistenceId), Sql.Long(page.From), Sql.Long(page.To), Sql.Long(limit) },
            });
        }

        var events = new List<(long, object)>();
        var bytes = 0L;
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        if (isFirst)
        {
            await reader.ReadAsync().ConfigureAwait(false);
            page.HighestSequenceNr = reader.GetInt64(0);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var message = reader.GetFieldValue<byte[]>(1);
            bytes += message.Length;
            events.Add((reader.GetInt64(0), _serialization.Deserialize(message, reader.GetInt32(2), Sql.Manifest(reader, 3))));
        }

        if (events.Count > 0) page.EventSize = (int)Math.Max(1, bytes / events.Count);
        page.IsLast = events.Count < limit || events.Count >= page.Max || events[^1].Item1 >= Math.Min(page.To, page.HighestSequenceNr);
        page.Events = events;
        return events.Count;
    }
}
