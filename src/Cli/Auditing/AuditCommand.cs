using System.CommandLine;
using System.Data;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;

namespace Akka.Events.Cli.Auditing;

/// <summary>
/// audit: proves a group's books. What it reads of the database is of one moment, and what Kafka says the group has committed is older than that,
/// so it may run beside the group.
/// </summary>
internal sealed class AuditCommand(Runner runner)
{
    private readonly Argument<string> _group = GroupCommands.Group();

    private readonly Option<int?> _shard = new("--shard") { Description = "Only this one." };

    private readonly Option<int> _records = new("--records")
    {
        Description = "Of each partition the newest records that are compared with the events they led to; 0: none.", DefaultValueFactory = _ => 100_000,
    };

    private readonly Option<int> _states = new("--states")
    {
        Description = "Of each shard so many stored states, chosen at random, that a running service (--service) folds anew from the journal. Each is a pass over the journal.",
        DefaultValueFactory = _ => 0,
    };

    public Command Create()
    {
        var command = new Command(
            "audit", "Proves a group's books: each offset finished once, states, journal and records in agreement. Ends with 1 where they aren't.")
        {
            _group, _shard, _records, _states,
        };
        _records.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--records must be 0 or more"); });
        _states.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--states must be 0 or more"); });
        return runner.Run(command, Run).With("audit airport-delays", "audit airport-delays --shard 3 --records 0", "audit airport-delays --states 100 --service http://localhost:8080/events", "audit airport-delays -o json | jq .differences");
    }

    private async Task<int> Run(ParseResult parsed, Session session, CancellationToken ct)
    {
        var group = parsed.GetValue(_group)!;
        await session.NeedSchema(ct);
        var books = await GroupBooks.Of(session, group, ct);
        if (!books.Exist)
            throw ToolException.NotFound($"{Tables.Where(session)} has no books of a group {group}: groups of plain handlers have none beside Kafka's offsets");
        // Before the journal is looked at: it may only be ahead of Kafka.
        var committed = session.KnowsKafka ? await (await KafkaGroup.Of(session.Kafka, group)).Committed(session.Kafka) : [];
        var shards = new List<ShardAudit>();
        var transactions = new List<TransactionAudit>();
        await using (var connection = await session.Database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct))
        {
            var only = parsed.GetValue(_shard);
            foreach (var number in books.Shards.Where(s => only is null || s == only))
            {
                var shard = new ShardAudit(group, number, parsed.GetValue(_records));
                await shard.Read(connection, session.Sql, ct);
                shards.Add(shard);
            }
            if (books.InTransactions) transactions = await TransactionAudit.All(connection, session.Sql, group, only, ct);
        }
        if (parsed.GetValue(_shard) is { } wanted && shards.Count == 0 && transactions.Count == 0) throw ToolException.NotFound($"group {group} has no shard {wanted}");
        foreach (var shard in shards) await new FoldAudit(session, group, parsed.GetValue(_states)).Compare(shard, ct);
        if (session.KnowsKafka)
            foreach (var part in shards.Cast<IAudited>().Concat(transactions))
                await new LogAudit(session.Kafka, committed).Compare(part, ct);
        return Print(session, group, shards, transactions);
    }

    private static int Print(Session session, string group, List<ShardAudit> shards, List<TransactionAudit> transactions)
    {
        var audited = shards.Cast<IAudited>().Concat(transactions).ToArray();
        var differences = audited.SelectMany(a => a.Differences.Select(text => new Difference(a.Name, text))).ToArray();
        var notes = audited.SelectMany(a => a.Notes).Distinct().ToArray();
        var rows = audited.Select(a => new AuditRow(a.Name, a.Rows, a.Finished, a.Events, a.States, a.Folded, a.Records, a.Differences.Count)).ToArray();
        session.Out.One(new { Group = group, Agrees = differences.Length == 0, KafkaCompared = session.KnowsKafka, Audited = rows, Differences = differences, Notes = notes }, o =>
        {
            o.Rows(
                rows, "Nothing has been handled yet.", new(transactions.Count > 0 ? "partition" : "shard", r => r.Name), new("journal rows", r => r.Rows), new("offsets finished", r => r.Finished),
                new("events", r => r.Events), new("states", r => r.States), new("folded", r => r.Folded), new("records compared", r => r.Records), new("differences", r => r.Differences));
            o.Say("");
            foreach (var note in notes) o.Say($"note: {note}");
            foreach (var difference in differences) o.Say($"DIFFERENCE in {difference.In}: {difference.What}");
            o.Say(differences.Length == 0
                ? $"The books of {group} agree: {Verdict(rows)}."
                : $"The books of {group} don't agree: {TopicCommands.Count(differences.Length, "difference")}.");
            if (!session.KnowsKafka) session.Out.Note("Kafka isn't named: nothing was compared with its log.");
        });
        return differences.Length == 0 ? ExitCode.Done : ExitCode.Wrong;
    }

    private static string Verdict(AuditRow[] rows)
    {
        var parts = new List<string> { $"{rows.Sum(r => r.Finished):N0} offsets are finished exactly once" };
        if (rows.Sum(r => r.Events) is > 0 and var events) parts.Add($"{events:N0} events lie with the records they came of");
        if (rows.Sum(r => r.Records) is > 0 and var records) parts.Add($"{records:N0} of those records are in Kafka with the same key");
        if (rows.Sum(r => r.States) is > 0 and var states) parts.Add($"{states:N0} stored states are of their last event");
        if (rows.Sum(r => r.Folded) is > 0 and var folded) parts.Add($"{folded:N0} of them are what their events fold to");
        return string.Join("; ", parts);
    }

    private sealed record AuditRow(string Name, long Rows, long Finished, long Events, long States, long Folded, long Records, int Differences);

    private sealed record Difference(string In, string What);
}
