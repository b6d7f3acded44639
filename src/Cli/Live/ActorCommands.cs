using System.CommandLine;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting.Dashboard.Internal.Operating;

namespace Akka.Events.Cli.Live;

/// <summary>actor hierarchy of a running service.</summary>
internal static class ActorCommands
{
    public static Command Create(Runner runner)
    {
        var path = new Argument<string?>("path") { Description = "Where to begin; /user, where it isn't said.", Arity = ArgumentArity.ZeroOrOne };
        var depth = new Option<int>("--depth", "-d") { Description = "How many generations.", DefaultValueFactory = _ => 6 };
        var children = new Option<int>("--children", "-n") { Description = "Of each actor so many children; the others are counted.", DefaultValueFactory = _ => 20 };
        var command = new Command("hierarchy", "A running service's actors. Asks the service (--service).") { path, depth, children };
        runner.Run(command, async (parsed, session, ct) =>
        {
            var query = ServiceConnection.Query(("path", parsed.GetValue(path)), ("depth", parsed.GetValue(depth)), ("children", parsed.GetValue(children)));
            var root = await session.Service.Get<ActorNode>($"actors{query}", ct);
            session.Out.One(root, o => Print(o, root, "", root.Path));
            return ExitCode.Done;
        }).With("actor hierarchy", "actor hierarchy /user/akka-events --depth 2");
        return new Command("actor", "A running service's actors.") { command };
    }

    private static void Print(Printer print, ActorNode actor, string indent, string name)
    {
        print.Say($"{indent}{Printable.Line(name)}{(actor.Type is null ? "" : $"  {actor.Type}")}{(actor.Ended ? " (ended)" : "")}");
        foreach (var child in actor.Children) Print(print, child, indent + "  ", child.Name);
        if (actor.Count > actor.Children.Count) print.Say($"{indent}  … {actor.Count - actor.Children.Count} more");
    }
}
