using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>The statements of the table <c>snapshot</c>, each a transaction of its own. Safe from any thread.</summary>
internal sealed class SnapshotTable(NpgsqlDataSource source, PostgreSqlSettings settings, StaleConnections stale)
{
    private readonly string _save =
        $"""
        insert into {settings.JournalTable("snapshot")} (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (persistence_id, sequence_number) do update
        set created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """;

    private readonly string _load =
        $"""
        select sequence_number, created, serializer_id, manifest, snapshot from {settings.JournalTable("snapshot")}
        where persistence_id = $1 and sequence_number between $2 and $3 and created between $4 and $5
        order by sequence_number desc limit 1
        """;

    private readonly string _delete =
        $"""
        delete from {settings.JournalTable("snapshot")}
        where persistence_id = $1 and sequence_number between $2 and $3 and created between $4 and $5
        """;

    /// <summary>Saves one, in the place of one with the same sequence number.</summary>
    public async Task Save(JournalRow snapshot, DateTime created, CancellationToken ct)
    {
        await using var command = Command(_save, snapshot.PersistenceId, snapshot.SequenceNr, created.Ticks);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = snapshot.Message, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = snapshot.Manifest });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = snapshot.Serializer });
        await stale.Execute(command, ct).ConfigureAwait(false);
    }

    /// <summary>The newest of those chosen; null for none.</summary>
    public async Task<(JournalRow Snapshot, DateTime Created)?> Load(string persistenceId, SnapshotRange range, CancellationToken ct)
    {
        await using var command = Command(_load, persistenceId, range);
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        if (!await rows.ReadAsync(ct).ConfigureAwait(false)) return null;
        var manifest = rows.IsDBNull(3) ? "" : rows.GetString(3);
        var snapshot = new JournalRow(persistenceId, rows.GetInt64(0), rows.GetFieldValue<byte[]>(4), manifest, rows.GetInt32(2));
        return (snapshot, new DateTime(rows.GetInt64(1), DateTimeKind.Utc));
    }

    public async Task Delete(string persistenceId, SnapshotRange range, CancellationToken ct)
    {
        await using var command = Command(_delete, persistenceId, range);
        await stale.Execute(command, ct).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, string persistenceId, SnapshotRange range) => Command(
        sql, persistenceId, range.From, range.To, range.Earliest.Ticks, range.Latest.Ticks);

    private NpgsqlCommand Command(string sql, string persistenceId, params ReadOnlySpan<long> numbers)
    {
        var command = source.CreateCommand(sql);
        command.CommandTimeout = settings.CommandTimeoutSeconds;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        foreach (var number in numbers) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        return command;
    }
}
