using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Snapshot;
using Npgsql;

namespace Akka.Persistence.Sql;

/// <summary>Snapshots in PostgreSQL.</summary>
internal sealed class SqlSnapshotStore : SnapshotStore
{
    private readonly SqlDatabase _database;
    private readonly Serialization.Serialization _serialization;
    private readonly string _load;
    private readonly string _save;
    private readonly string _delete;

    internal SqlSnapshotStore(ExtendedActorSystem system, Config config)
    {
        const string columns = "sequence_number, created, snapshot, manifest, serializer_id";
        const string matches = "persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND created BETWEEN $4 AND $5";
        var settings = new SqlSettings(config);
        var tables = new SqlTables(settings);
        _database = new SqlDatabase(settings, tables.SnapshotScript);
        _serialization = system.Serialization;
        _load = $"SELECT {columns} FROM {tables.Snapshot} WHERE {matches} ORDER BY sequence_number DESC LIMIT 1";
        _delete = $"DELETE FROM {tables.Snapshot} WHERE {matches}";
        _save = $"INSERT INTO {tables.Snapshot} (persistence_id, {columns}) VALUES ($1, $2, $3, $4, $5, $6) "
            + "ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET created = excluded.created, snapshot = excluded.snapshot, "
            + "manifest = excluded.manifest, serializer_id = excluded.serializer_id";
        _ = _database.ReadyAsync();
    }

    internal override void Load(SnapshotRequest request) => _ = LoadAsync(request);

    internal override async Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        var serializer = _serialization.FindSerializerFor(snapshot);
        var bytes = serializer.ToBinary(snapshot);
        var manifest = Serialization.Serialization.ManifestFor(serializer, snapshot);
        await _database.CallAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(_save, connection)
            {
                Parameters =
                {
                    Sql.Text(metadata.PersistenceId), Sql.Long(metadata.SequenceNr), Sql.Long(metadata.Timestamp.Ticks),
                    Sql.Bytes(bytes), Sql.Text(manifest), Sql.Int(serializer.Identifier),
                },
            };
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => _database.CallAsync(async connection =>
    {
        await using var command = Select(_delete, connection, persistenceId, criteria);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    });

    public override void Dispose() => _database.Dispose();

    private async Task LoadAsync(SnapshotRequest request)
    {
        try
        {
            request.Found = await _database.QueryAsync(connection => FindAsync(connection, request)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            request.Failure = e;
        }

        request.Answer();
    }

    private async Task<SelectedSnapshot> FindAsync(NpgsqlConnection connection, SnapshotRequest request)
    {
        await using var command = Select(_load, connection, request.PersistenceId, request.Criteria);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        if (!await reader.ReadAsync().ConfigureAwait(false)) return null;
        var created = new DateTime(reader.GetInt64(1), DateTimeKind.Utc);
        var snapshot = _serialization.Deserialize(reader.GetFieldValue<byte[]>(2), reader.GetInt32(4), Sql.Manifest(reader, 3));
        return new SelectedSnapshot(new SnapshotMetadata(request.PersistenceId, reader.GetInt64(0), created), snapshot);
    }

    private static NpgsqlCommand Select(string sql, NpgsqlConnection connection, string id, SnapshotSelectionCriteria criteria) =>
        new(sql, connection)
        {
            Parameters =
            {
                Sql.Text(id), Sql.Long(criteria.MinSequenceNr), Sql.Long(criteria.MaxSequenceNr),
                Sql.Long((criteria.MinTimestamp ?? DateTime.MinValue).Ticks), Sql.Long(criteria.MaxTimeStamp.Ticks),
            },
        };
}
