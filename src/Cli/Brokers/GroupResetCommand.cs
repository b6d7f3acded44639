using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;
using Akka.Events.Persistence.PostgreSql.Internal;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>groups reset: forgets all that a group has done.</summary>
internal static class GroupResetCommand
{
    public static Command Create(Runner runner)
    {
        var group = GroupCommands.Group();
        var execute = new Option<bool>("--execute") { Description = "Does it; without, it is only said what would go." };
        var force = new Option<bool>("--force") { Description = "Although the group seems to run: for members that are gone and not missed yet." };
        var offsetsOnly = GroupBooks.OffsetsOnly();
        var command = new Command(
            "reset", "Has a stopped group begin anew: its states, journal and offsets go. Topics and what it has published stay.") { group, execute, force, offsetsOnly };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(group)!;
            var books = await GroupBooks.Of(session, name, ct);
            var kafka = await KafkaGroup.Of(session.Kafka, name);
            if (!books.Exist && !kafka.Exists) throw ToolException.NotFound($"there is no group {name}");
            var found = new Loss(
                name, kafka.State, books.Exist ? await States(session, name, ct) : 0, books.Shards.Count, (await kafka.Committed(session.Kafka)).Count);
            if (!parsed.GetValue(execute))
            {
                session.Out.One(found, o => o.Say(found.Text("would go")));
                if (!session.KnowsDatabase) session.Out.Note("PostgreSQL isn't named: what the group may have there isn't known. --execute needs it, or --offsets-only.");
                session.Out.Note($"Nothing was changed. To do it: --execute{(kafka.IsRunning ? ", once its processes have stopped" : "")}");
                return ExitCode.Done;
            }
            GroupBooks.DemandKnown(session, name, parsed.GetValue(offsetsOnly));
            if (kafka.IsRunning && !parsed.GetValue(force))
                throw ToolException.Refused(
                    $"group {name} is running ({kafka.State}): its processes would write on from what they hold in memory. Stop them first; "
                    + "members that are gone leave when their session ends. --force does it all the same");
            // One transaction; interrupted before its end nothing has happened. Kafka's offsets go last: without the states they count for nothing.
            if (books.Exist) await new PostgreSqlGroupState(session.Database, session.Sql).DeleteGroup(name, ct);
            if (kafka.Exists) await Forget(session.Kafka, name);
            session.Out.One(found, o => o.Say(found.Text("are gone")));
            return ExitCode.Done;
        }).With("groups reset airport-delays", "groups reset airport-delays --execute");
    }

    private static async Task<long> States(Session session, string group, CancellationToken ct) => (await session.Query(
        $"select count(*) from {session.Sql.Table("entity_state")} where entity_id in (select id from {session.Sql.Table("entity")} where group_name = $1)",
        row => row.GetInt64(0), ct, group))[0];

    private static async Task Forget(KafkaConnection kafka, string group)
    {
        try
        {
            await kafka.Admin.DeleteGroupsAsync([group], new DeleteGroupsOptions { RequestTimeout = kafka.Timeout });
        }
        catch (DeleteGroupsException e) when (e.Results[0].Error.Code is ErrorCode.GroupIdNotFound)
        {
            // It was gone already.
        }
        catch (DeleteGroupsException e)
        {
            throw ToolException.Unreachable($"what PostgreSQL had of group {group} is gone; Kafka keeps its offsets: {e.Results[0].Error.Reason}. Try again when its processes have stopped");
        }
    }

    private sealed record Loss(string Group, string State, long States, int Shards, int Offsets)
    {
        public string Text(string what) =>
            $"{Group} ({State}): {TopicCommands.Count(States, "entity state")}, the journal of {TopicCommands.Count(Shards, "shard")} and "
            + $"{TopicCommands.Count(Offsets, "committed offset")} {what}.";
    }
}
