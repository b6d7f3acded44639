using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;
using Akka.Events.Cli.Live;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting.Dashboard.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Cli.Auditing;

/// <summary>Has a running service fold stored states anew from the journal: it has the types that it takes, and no assembly of a service runs in the tool.</summary>
internal sealed class FoldAudit(Session session, string group, int most)
{
    // A request's worth: each key is a pass over its shard's journal.
    private const int Together = 10;

    public async Task Compare(ShardAudit shard, CancellationToken ct)
    {
        if (most == 0 || shard.States == 0) return;
        if (!shard.IsWhole)
        {
            shard.Notes.Add($"the journal of shard {shard.Name} hasn't all events: no state of it was folded");
            return;
        }
        var sample = await session.Query(
            $"""
            select entity_name, coalesce(long_key, key_id) from {session.Sql.Table("entity_state")} join {session.Sql.Table("entity")} on id = entity_id
            where group_name = $1 and shard = $2 and deleted_at is null order by random() limit $3
            """, row => (Entity: row.GetString(0), Key: KeyText.ToText(row.GetFieldValue<byte[]>(1))), ct, group, shard.Number, most);
        foreach (var entity in sample.GroupBy(s => s.Entity))
            foreach (var keys in entity.Select(s => s.Key).Chunk(Together))
            {
                var query = ServiceConnection.Query([("group", group), ("entity", entity.Key), .. keys.Select(k => ("key", (object?)k))]);
                foreach (var state in await session.Service.Get<FoldedState[]>($"folded{query}", ct)) Take(shard, entity.Key, state);
            }
    }

    private static void Take(ShardAudit shard, string entity, FoldedState state)
    {
        var name = $"{entity} {Printable.Line(state.Key)}";
        if (state.Trouble is { } trouble) shard.Differences.Add($"{name} can't be folded: {trouble}");
        else if (state.Same == false) shard.Differences.Add($"{name} has a state of row {state.SequenceNr} that isn't what its events up to there fold to");
        // One without is deleted meanwhile.
        if (state.Same is not null) shard.Folded++;
    }
}
