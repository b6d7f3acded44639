using System.CommandLine;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting.Dashboard.Internal;

namespace Akka.Events.Cli.Live;

/// <summary>groups pause and resume, entities ask, log tail: of a running service.</summary>
internal static class ControlCommands
{
    public static Command Pause(Runner runner) => Control(
        runner, "pause", "Has a running service hand out no more records of a group, or of a part of it; what is under way is finished. Asks the service (--service).");

    public static Command Resume(Runner runner) => Control(runner, "resume", "Has it go on. Asks the service (--service).");

    public static Command Ask(Runner runner)
    {
        var (group, key) = (GroupCommands.Group(), new Argument<string>("key") { Description = "The message key." });
        var entity = new Option<string?>("--entity") { Description = "The entity's name, where the group has several.", HelpName = "name" };
        var command = new Command(
            "ask", "A key's state as of the last commit: a running service folds it, with its own types, of what is stored and the events since. Asks the service (--service).")
        {
            group, key, entity,
        };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var (name, wanted) = (parsed.GetValue(group)!, parsed.GetValue(entity));
            wanted ??= (await session.Service.Status(ct)).Entities.Where(e => e.Group == name).ToArray() switch
            {
                [var only] => only.Entity,
                [] => throw ToolException.NotFound($"the service at {session.Service.Address} shows no entities of group {name}"),
                var several => throw ToolException.Misused($"which one? --entity {string.Join(", --entity ", several.Select(e => e.Entity))}"),
            };
            var found = await session.Service.Get<FoundEntity>($"entity{ServiceConnection.Query(("group", name), ("entity", wanted), ("key", parsed.GetValue(key)))}", ct);
            if (found.State is null && found.Events.Count == 0) throw ToolException.NotFound($"group {name} has nothing of {wanted} {Printable.Line(found.Key)}");
            session.Out.One(found, o =>
            {
                o.Say($"{found.Entity} {Printable.Line(found.Key)} of group {found.Group}, shard {found.Shard}");
                if (found.State is null) o.Say("It has no state.");
                else
                {
                    o.Say($"state as of sequence number {found.SequenceNr}:");
                    foreach (var line in found.State.Split('\n')) o.Say(Printable.Line(line.TrimEnd('\r')));
                }
            });
            return ExitCode.Done;
        }).With("entities ask orders 4711", "entities ask shop customer-7 --entity basket -o json");
    }

    private static Command Control(Runner runner, string verb, string description)
    {
        var group = GroupCommands.Group();
        var topic = new Option<string?>("--topic") { Description = "Only this one of its topics.", HelpName = "name" };
        var partition = new Option<int?>("--partition") { Description = "Only this partition of the topic." };
        return runner.Run(new Command(verb, description) { group, topic, partition }, async (parsed, session, ct) =>
        {
            var (name, of, number) = (parsed.GetValue(group)!, parsed.GetValue(topic), parsed.GetValue(partition));
            if (of is null && number is not null) throw ToolException.Misused("--partition is one of a topic: --topic");
            await session.Service.Post($"groups/{Uri.EscapeDataString(name)}/{verb}{ServiceConnection.Query(("topic", of), ("partition", number))}", ct);
            var what = $"Group {name}{(of is null ? "" : $", topic {of}")}{(number is null ? "" : $", partition {number}")}";
            session.Out.One(new { Group = name, Topic = of, Partition = number, Paused = verb == "pause" }, o => o.Say(verb == "pause"
                ? $"{what} is paused in {session.Service.Address}, until 'groups resume' or the process's end. Other processes go on."
                : $"{what} goes on."));
            return ExitCode.Done;
        }).With($"groups {verb} billing", $"groups {verb} billing --topic orders --partition 3 --service http://localhost:8080/events");
    }
}
