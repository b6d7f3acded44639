using System.Runtime.CompilerServices;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// The statements of the table <c>journal</c>. Each is a transaction of its own and is sent whole, so a process that dies or stands still
/// leaves no transaction open. Safe from any thread.
/// </summary>
internal sealed class JournalTable(NpgsqlDataSource source, PostgreSqlSettings settings, StaleConnections stale)
{
    private const string Columns = "(persistence_id, sequence_number, created, deleted, message, manifest, identifier)";

    private readonly string _insert = $"insert into {settings.JournalTable("journal")} {Columns} values ($1, $2, $3, false, $4, $5, $6)";

    private readonly string _insertAll =
        $"""
        insert into {settings.JournalTable("journal")} {Columns}
        select p, s, $3, false, m, n, i from unnest($1, $2, $4, $5, $6) as r (p, s, m, n, i)
        """;

    private readonly string _read =
        $"""
        select sequence_number, created, identifier, manifest, message from {settings.JournalTable("journal")}
        where persistence_id = $1 and sequence_number between $2 and $3 and not deleted
        order by sequence_number limit $4
        """;

    private readonly string _highest =
        $"select coalesce(max(sequence_number), 0) from {settings.JournalTable("journal")} where persistence_id = $1";

    // The newest of the deleted rows stays, marked: after it the next sequence number is known.
    private readonly string _delete =
        $"""
        with last as (
            select max(sequence_number) as nr from {settings.JournalTable("journal")} where persistence_id = $1 and sequence_number <= $2),
        gone as (
            delete from {settings.JournalTable("journal")} j using last where j.persistence_id = $1 and j.sequence_number < last.nr)
        update {settings.JournalTable("journal")} j set deleted = true from last
        where j.persistence_id = $1 and j.sequence_number = last.nr and not j.deleted
        """;

    /// <summary>Writes rows, all of them or none.</summary>
    public async Task Insert(IReadOnlyList<JournalRow> rows)
    {
        await using var command = rows.Count == 1 ? InsertOne(rows[0]) : InsertAll(rows);
        await stale.Execute(command, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The rows of a shard between two sequence numbers, both included, in ascending order.</summary>
    public async IAsyncEnumerable<(JournalRow Row, long Created)> Read(
        string persistenceId, long from, long to, long most, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = Command(_read);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = most });
        await using var rows = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
        {
            var manifest = rows.IsDBNull(3) ? "" : rows.GetString(3);
            yield return (new JournalRow(persistenceId, rows.GetInt64(0), rows.GetFieldValue<byte[]>(4), manifest, rows.GetInt32(2)), rows.GetInt64(1));
        }
    }

    /// <summary>The highest sequence number that the shard has written; 0 for none. Deleted rows count.</summary>
    public async Task<long> Highest(string persistenceId, CancellationToken ct)
    {
        await using var command = Command(_highest);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        return (long)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }

    /// <summary>Deletes rows up to a sequence number, that one included.</summary>
    public async Task Delete(string persistenceId, long through, CancellationToken ct)
    {
        await using var command = Command(_delete);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        await stale.Execute(command, ct).ConfigureAwait(false);
    }

    private NpgsqlCommand InsertOne(in JournalRow row)
    {
        var command = Command(_insert);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.PersistenceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.SequenceNr });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Now });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = row.Message, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.Manifest });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = row.Serializer });
        return command;
    }

    private NpgsqlCommand InsertAll(IReadOnlyList<JournalRow> rows)
    {
        var (ids, numbers, serializers) = (new string[rows.Count], new long[rows.Count], new int[rows.Count]);
        var (messages, manifests) = (new byte[rows.Count][], new string[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
            (ids[i], numbers[i], messages[i], manifests[i], serializers[i]) = rows[i];
        var command = Command(_insertAll);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = numbers });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Now });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = messages, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = manifests, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = serializers });
        return command;
    }

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    private NpgsqlCommand Command(string sql)
    {
        var command = source.CreateCommand(sql);
        command.CommandTimeout = settings.CommandTimeoutSeconds;
        return command;
    }
}
