using System.CommandLine;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;
using Akka.Events.Cli.Live;
using Akka.Events.Cli.Printing;
using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Cli.Entities;

/// <summary>entities list, show, history: what PostgreSQL has of them. Only 'ask' asks a process.</summary>
internal static class EntityCommands
{
    public static Command Create(Runner runner) => new("entities", "The states of a group's entities, and what has happened to them, as PostgreSQL has it, or as a running service folds it.")
    {
        List(runner), Show(runner), History(runner), ControlCommands.Ask(runner),
    };

    private static Command List(Runner runner)
    {
        var group = Group();
        var command = new Command("list", "A group's entities, and how many keys of each have a stored state. Counts the table's rows.") { group };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await session.NeedSchema(ct);
            var rows = await session.Query(
                $"""
                select entity_name, (select count(*) from {session.Sql.Table("entity_state")} where entity_id = id and deleted_at is null)
                from {session.Sql.Table("entity")} where group_name = $1 order by 1
                """, row => new EntityRow(row.GetString(0), row.GetInt64(1)), ct, parsed.GetValue(group)!);
            if (rows.Count == 0 && !(await GroupBooks.Of(session, parsed.GetValue(group)!, ct)).HasJournal)
                throw ToolException.NotFound($"no group {parsed.GetValue(group)} with entities is known in {Tables.Where(session)}");
            session.Out.Rows(rows, "No checkpoint has stored a state yet: all is in the journal.", new("entity", r => r.Entity), new("states", r => r.States));
            return ExitCode.Done;
        }).With("entities list airport-delays");
    }

    private static Command Show(Runner runner)
    {
        var (group, key, entity) = (Group(), Key(), Entity());
        var command = new Command("show", "A key's stored state, and the events that have come since it was stored.") { group, key, entity };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var found = await StoredEntity.Find(session, parsed.GetValue(group)!, parsed.GetValue(entity), parsed.GetValue(key)!, ct);
            var (state, events) = await found.Read(ct);
            var (stored, unfolded) = state is { Manifest: UnfoldedState.Manifest } ? UnfoldedState.Read(state.Value) : (state, []);
            if (state is null && events.Count == 0)
                throw ToolException.NotFound($"group {found.Group} has nothing of {found.Entity} {Printable.Line(found.Key)}");
            session.Out.One(
                new
                {
                    found.Group, found.Entity, found.Key, found.Shard,
                    State = stored is { } s ? new { s.SequenceNr, Type = s.Manifest, Value = Printable.Json(s.Payload.ToArray()) } : null,
                    NotFolded = unfolded.Select(e => new { e.SequenceNr, Type = e.Manifest, Value = Printable.Json(e.Payload.ToArray()) }),
                    Since = events,
                }, o =>
                {
                    o.Say($"{found.Entity} {Printable.Line(found.Key)} of group {found.Group}, shard {found.Shard}");
                    o.Say(stored is { } row ? $"state {row.Manifest} as of sequence number {row.SequenceNr}:" : "no state is stored yet");
                    if (stored is { } at) o.Say(Printable.Block(at.Payload.ToArray()));
                    if (unfolded.Count > 0) o.Say($"and {unfolded.Count} events beside it that could not be folded into it when it was stored");
                    if (events.Count == 0) return;
                    o.Say("");
                    o.Say(events.Count == 1 ? "1 event since, in the journal:" : $"{events.Count} events since, in the journal:");
                    Print(o, events);
                });
            return ExitCode.Done;
        }).With("entities show airport-delays LAX", "entities show shop customer-7 --entity basket -o json | jq .state.value");
    }

    private static Command History(Runner runner)
    {
        var (group, key, entity) = (Group(), Key(), Entity());
        var last = new Option<int?>("--last", "-n") { Description = "Only so many, the newest." };
        var command = new Command("history", "A key's state events in the order of handling, each with the record that caused it: what the journal still has.")
        {
            group, key, entity, last,
        };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var found = await StoredEntity.Find(session, parsed.GetValue(group)!, parsed.GetValue(entity), parsed.GetValue(key)!, ct);
            IReadOnlyList<HistoryRow> events = await found.Events(after: 0, ct);
            if (parsed.GetValue(last) is { } most) events = [.. events.TakeLast(most)];
            if (session.Out.Json) session.Out.Rows(events, "");
            else if (events.Count == 0) session.Out.Note($"The journal has no event of {found.Entity} {Printable.Line(found.Key)}.");
            else Print(session.Out, events);
            if (await found.FirstSequenceNr(ct) is var first and > 1)
                session.Out.Note($"The journal of {found.PersistenceId} begins with sequence number {first}: what is older was deleted below checkpoints (retain-history keeps it).");
            return ExitCode.Done;
        }).With("entities history airport-delays LAX --last 20");
    }

    private static void Print(Printer print, IReadOnlyList<HistoryRow> events) => print.Rows(
        events, "", new("sequence", e => e.SequenceNr), new("record", e => $"{e.Topic} [{e.Partition}] @{e.Offset}"), new("time", e => e.Time),
        new("type", e => e.Type), new("event", e => e.Text));

    private static Argument<string> Group() => new("group") { Description = "The group." };

    private static Argument<string> Key() => new("key") { Description = "The message key." };

    private static Option<string?> Entity() => new("--entity") { Description = "The entity's name, where the group has several.", HelpName = "name" };

    private sealed record EntityRow(string Entity, long States);
}
