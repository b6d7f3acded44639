using System.CommandLine;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;

namespace Akka.Events.Cli.Database;

/// <summary>check: configuration and connections, with nothing started and nothing changed.</summary>
internal static class CheckCommand
{
    public static Command Create(Runner runner)
    {
        var topics = new Option<string[]>("--topics")
        {
            Description = "Topics that must be there, and that this user must be allowed to read.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        var together = new Option<bool>("--together") { Description = "One entity reads them all: they must have equal numbers of partitions." };
        var group = new Option<string?>("--group") { Description = "A group that this user must be allowed to join.", HelpName = "name" };
        var command = new Command(
            "check", "Checks the configuration, and whether Kafka and PostgreSQL can be reached. Starts and changes nothing. Ends with 1 where something is wrong.")
        {
            topics, together, group,
        };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var findings = new List<Finding>();
            var (configuration, problems) = (session.Settings.Configuration, session.Settings.Configuration.Problems());
            if (configuration.Path is not null || problems.Count > 0)
                findings.Add(new Finding(
                    "configuration", configuration.Path is { } path ? Path.GetFileName(path) : "environment, command line", problems.Count == 0,
                    problems.Count == 0 ? "a service takes it" : string.Join("; ", problems)));
            if (session.KnowsKafka)
            {
                var kafka = await Try("kafka", session.Settings.Brokers!, () => Kafka(session));
                findings.Add(kafka);
                if (kafka.Ok) findings.AddRange(await Topics(session, parsed.GetValue(topics)!, parsed.GetValue(together)));
                if (kafka.Ok && parsed.GetValue(group) is { } name) findings.Add(await Try("group", name, () => Rights.ToJoin(session.Kafka, name)));
            }
            if (session.KnowsDatabase)
            {
                var postgres = await Try("postgresql", Where(session), () => Postgres(session, ct));
                findings.Add(postgres);
                if (postgres.Ok) findings.Add(await Try("schema", session.Sql.Schema, () => Schema(session, ct)));
            }
            if (!session.KnowsKafka && !session.KnowsDatabase && findings.Count == 0)
                throw ToolException.Misused("There is nothing to check: give --kafka, --postgres, or --config with the service's configuration (--help)");
            session.Out.Rows(
                findings, "", new("", f => f.Ok ? "✓" : "✗"), new("what", f => f.What), new("where", f => f.Where), new("found", f => f.Found));
            return findings.All(f => f.Ok) ? ExitCode.Done : ExitCode.Wrong;
        }).With("check --config appsettings.json", "check --config appsettings.json --topics orders customers --together --group billing", "check --kafka localhost:9092", "check -o json");
    }

    private static string Where(Session session)
    {
        try
        {
            return Tables.Where(session);
        }
        catch (ArgumentException)
        {
            return "?";
        }
    }

    private static async Task<Finding> Try(string what, string where, Func<Task<(bool Ok, string Found)>> look)
    {
        try
        {
            var (ok, found) = await look();
            return new Finding(what, where, ok, found);
        }
        catch (ToolException e)
        {
            return new Finding(what, where, false, e.Message);
        }
        catch (Exception e) when (Runner.Trouble(e) is { } trouble)
        {
            return new Finding(what, where, false, trouble);
        }
    }

    private static async Task<List<Finding>> Topics(Session session, string[] topics, bool together)
    {
        var (findings, counts) = (new List<Finding>(), new List<(string Topic, int Partitions)>());
        foreach (var topic in topics)
            findings.Add(await Try("topic", topic, async () =>
            {
                if (await session.Kafka.Partitions(topic) is not { } count) return (false, "there is no such topic");
                counts.Add((topic, count));
                var (ok, found) = await Rights.ToRead(session.Kafka, topic);
                return (ok, $"{TopicCommands.Count(count, "partition")}, {found}");
            }));
        if (together && counts.Count > 1)
        {
            var equal = counts.DistinctBy(c => c.Partitions).Count() == 1;
            findings.Add(new Finding(
                "together", string.Join(", ", counts.Select(c => c.Topic)), equal,
                equal ? "equally many partitions" : $"{string.Join(", ", counts.Select(c => $"{c.Topic} {c.Partitions}"))}: one entity can't read topics of unequal numbers"));
        }
        return findings;
    }

    private static async Task<(bool, string)> Kafka(Session session)
    {
        var kafka = session.Kafka;
        // It blocks, and ends within the time limit.
        var metadata = await Task.Run(() => kafka.Admin.GetMetadata(kafka.Timeout));
        var brokers = metadata.Brokers.Count;
        var topics = metadata.Topics.Count(t => !t.Topic.StartsWith("__", StringComparison.Ordinal));
        var without = metadata.Topics.SelectMany(t => t.Partitions).Count(p => p.Leader < 0);
        return (without == 0, $"{brokers} broker{(brokers == 1 ? "" : "s")}, {topics} topics{(without > 0 ? $"; {without} partitions have no leader" : "")}");
    }

    private static async Task<(bool, string)> Postgres(Session session, CancellationToken ct)
    {
        await using var connection = await session.Database.OpenConnectionAsync(ct);
        var (standby, user) = (await connection.Query("select pg_is_in_recovery(), current_user::text", row => (row.GetBoolean(0), row.GetString(1)), ct))[0];
        return (!standby, $"PostgreSQL {connection.PostgreSqlVersion}, user {user}{(standby ? "; a standby, which takes no writes" : "")}");
    }

    private static async Task<(bool, string)> Schema(Session session, CancellationToken ct) =>
        await SchemaCommands.Problem(session, ct) is { } problem ? (false, problem) : (true, "complete");

    private sealed record Finding(string What, string Where, bool Ok, string Found);
}
