using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Persistence.PostgreSql.Internal.Outbox;

namespace Akka.Events.Cli.Database;

/// <summary>outbox status, retry, skip.</summary>
internal static class OutboxCommands
{
    // Only what forwards fills batches.
    private const long NoBatch = 1;

    public static Command Create(Runner runner) => new("outbox", "Events published in database transactions that aren't in Kafka yet.")
    {
        Status(runner), Retry(runner), Skip(runner),
    };

    private static Command Status(Runner runner)
    {
        var command = new Command("status", "What waits, since when, who forwards, and which events can't be sent. Counts the table's rows.");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await Need(session, ct);
            var backlog = await Outbox(session).Backlog(ct);
            var (holder, held) = (await session.Query(
                $"select holder, holder is not null and until > now() from {session.Sql.Table("outbox_forwarder")}",
                row => (row.Text(0), row.GetBoolean(1)), ct)).FirstOrDefault();
            session.Out.One(new { backlog.Waiting, backlog.Oldest, Forwarder = held ? Process(holder) : null, backlog.Refused }, o =>
            {
                o.Say(backlog.Waiting == 0 ? "Nothing waits." : $"{backlog.Waiting} events wait, the oldest for {Durations.Text(DateTimeOffset.UtcNow - backlog.Oldest!.Value)}.");
                o.Say(held ? $"Forwarded by {Process(holder)}." : "Nobody forwards: no process with UseOutbox runs.");
                if (backlog.Refused.Count == 0) return;
                o.Say("");
                o.Rows(
                    backlog.Refused, "", new("id", r => r.Id), new("topic", r => r.Topic), new("key", r => r.Key), new("stops", r => r.StopsTopic ? "topic" : "key"),
                    new("tried", r => r.Tried), new("why it can't be sent", r => r.Reason));
            });
            return ExitCode.Done;
        }).With("outbox status", "outbox status -o json | jq .waiting");
    }

    private static Command Retry(Runner runner)
    {
        var id = new Argument<long>("id") { Description = "The event's number, from 'outbox status'." };
        var command = new Command("retry", "Has an event that couldn't be sent tried again at once.") { id };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await Need(session, ct);
            var number = parsed.GetValue(id);
            if (!await Outbox(session).Retry(number, ct)) throw ToolException.NotFound($"no event {number} waits that couldn't be sent");
            session.Out.One(new { Id = number, Retried = true }, o => o.Say($"Event {number} is tried again."));
            return ExitCode.Done;
        }).With("outbox retry 4711");
    }

    private static Command Skip(Runner runner)
    {
        var id = new Argument<long>("id") { Description = "The event's number, from 'outbox status'." };
        var yes = new Option<bool>("--yes") { Description = "Does it; without, nothing is removed." };
        var command = new Command("skip", "Gives up an event that can't be sent: it is removed, and its key's next events go on.") { id, yes };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await Need(session, ct);
            var number = parsed.GetValue(id);
            var refused = await session.Query(
                $"select topic, refused from {session.Sql.Table("outbox")} where id = $1 and refused is not null", row => (row.GetString(0), row.GetString(1)), ct, number);
            if (refused.Count == 0) throw ToolException.NotFound($"no event {number} waits that can't be sent");
            if (!parsed.GetValue(yes)) throw ToolException.Refused($"Event {number} for topic {refused[0].Item1} ({refused[0].Item2}) would be lost. To do it: --yes");
            if (!await Outbox(session).Skip(number, ct)) throw ToolException.NotFound($"event {number} has gone meanwhile");
            session.Out.One(new { Id = number, Skipped = true }, o => o.Say($"Event {number} is given up."));
            return ExitCode.Done;
        }).With("outbox skip 4711 --yes");
    }

    private static PostgreSqlOutbox Outbox(Session session) => new(session.Database, session.Sql, NoBatch);

    // host/process/number that only tells two lives apart.
    private static string? Process(string? holder) => holder?.Split('/') is [var host, var process, ..] ? $"process {process} on {host}" : holder;

    private static async Task Need(Session session, CancellationToken ct)
    {
        await session.NeedSchema(ct);
        if (!await session.Has(session.Sql.Table("outbox"), ct))
            throw ToolException.NotFound($"schema {session.Sql.Schema} in {Tables.Where(session)} has no outbox yet: 'schema apply' makes it");
    }
}
