using Akka.Events.Cli.Database;
using Akka.Events.Cli.Printing;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Npgsql;

namespace Akka.Events.Cli.Auditing;

/// <summary>
/// Compares a shard's stored states with its journal: a state is of the sequence number of its key's last event, as far as checkpoints have come,
/// and no key with events is without one.
/// </summary>
internal sealed class StateAudit(ShardAudit shard, KeyEvents events, NpgsqlConnection connection, PostgreSqlSettings sql)
{
    private const int MostOfOneKind = 20;
    private int _said;

    /// <param name="group">The group.</param>
    /// <param name="number">The shard's number.</param>
    /// <param name="through">Up to where all states are stored.</param>
    /// <param name="first">The journal's first row that counts.</param>
    /// <param name="last">Its last.</param>
    /// <param name="whole">The journal has all that has ever happened.</param>
    /// <param name="ct">Ends it.</param>
    public async Task Compare(string group, int number, long through, long first, long last, bool whole, CancellationToken ct)
    {
        var entities = await connection.Query(
            $"select id, entity_name from {sql.Table("entity")} where group_name = $1", row => (Id: row.GetInt32(0), Name: row.GetString(1)), ct, group);
        foreach (var name in events.Entities.Except(entities.Select(e => e.Name)).ToArray()) entities.Add((0, name));
        foreach (var (id, name) in entities)
        {
            var stored = new HashSet<byte[]>(KeyComparer.Instance);
            await using (var command = Tables.Command(
                connection, $"select coalesce(long_key, key_id), sequence_nr, deleted_at is not null from {sql.Table("entity_state")} where entity_id = $1 and shard = $2", id, number))
            {
                command.CommandTimeout = 0;
                await using var rows = await command.ExecuteReaderAsync(ct);
                while (await rows.ReadAsync(ct))
                {
                    var key = rows.GetFieldValue<byte[]>(0);
                    stored.Add(key);
                    shard.SawState();
                    One(name, key, rows.GetInt64(1), rows.GetBoolean(2), through, first, last, whole);
                }
            }
            foreach (var (key, has) in events.Of(name))
                if (!stored.Contains(key) && has.Numbers.Min <= through && !has.Deleted)
                    Say(name, key, $"has events since row {has.Numbers.Min}, states are stored up to {through}, and it has none");
        }
        if (_said > MostOfOneKind) shard.Differences.Add($"… and {_said - MostOfOneKind} further states");
    }

    private void One(string entity, byte[] key, long sequenceNr, bool deleted, long through, long first, long last, bool whole)
    {
        if (sequenceNr > last)
        {
            Say(entity, key, $"has a state of row {sequenceNr}, and the journal ends with {last}");
            return;
        }
        if (!events.Of(entity).TryGetValue(key, out var has))
        {
            if (whole && first <= sequenceNr) Say(entity, key, $"has a state of row {sequenceNr}, and the journal has no event of it");
            return;
        }
        // Rows from before the journal's beginning can't be looked for.
        if (sequenceNr >= first && !has.Numbers.Contains(sequenceNr)) Say(entity, key, $"has a state of row {sequenceNr}, which has no event of it");
        var missing = has.Numbers.GetViewBetween(sequenceNr + 1, Math.Max(sequenceNr + 1, through));
        if (missing.Count > 0 && missing.Min <= through) Say(entity, key, $"has a state of row {sequenceNr}, and misses its event of row {missing.Min}, though states are stored up to {through}");
        if (deleted && !has.Deleted && has.Numbers.Max <= sequenceNr) Say(entity, key, $"counts as deleted, and its last event, of row {has.Numbers.Max}, deletes nothing");
    }

    private void Say(string entity, byte[] key, string what)
    {
        if (++_said <= MostOfOneKind) shard.Differences.Add($"{entity} {Printable.Line(KeyText.ToText(key))} {what}");
    }
}
