using System.CommandLine;
using Akka.Events.Cli.Brokers;

namespace Akka.Events.Cli.Live;

/// <summary>cluster show, leave, down; cluster-sharding regions, shards: as a running service sees them.</summary>
internal static class ClusterCommands
{
    public static Command Cluster(Runner runner) => new("cluster", "The Akka cluster, as a running service sees it.") { Show(runner), Leave(runner), Down(runner) };

    public static Command Sharding(Runner runner) => new("cluster-sharding", "Groups as sharding knows them: a process is a region, a partition's entities are a shard.")
    {
        Regions(runner), Shards(runner),
    };

    private static Command Show(Runner runner)
    {
        var command = new Command("show", "The cluster's nodes. Asks the service (--service).");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var nodes = (await session.Service.Status(ct)).Nodes;
            session.Out.Rows(
                nodes, "The service is in no cluster.", new("node", n => n.Address), new("state", n => n.Status), new("reachable", n => n.Reachable ? "yes" : "no"),
                new("", n => n.Here ? "this one" : ""));
            return ExitCode.Done;
        }).With("cluster show");
    }

    private static Command Leave(Runner runner)
    {
        var address = new Argument<string?>("address") { Description = "The node, as 'cluster show' names it; the asked one, where none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("leave", "Has a node leave the cluster: it hands over what it has, and its actor system ends. Asks the service (--service).") { address };
        return Change(runner, command, "leave", parsed => parsed.GetValue(address), "leaves").With("cluster leave --yes", "cluster leave akka.tcp://orders@10.0.0.7:4053 --yes");
    }

    private static Command Down(Runner runner)
    {
        var address = new Argument<string>("address") { Description = "The node, as 'cluster show' names it." };
        var command = new Command("down", "Takes a node that is dead for good out of the cluster. Asks the service (--service).") { address };
        return Change(runner, command, "down", parsed => parsed.GetValue(address), "is taken out").With("cluster down akka.tcp://orders@10.0.0.7:4053 --yes");
    }

    private static Command Change(Runner runner, Command command, string verb, Func<ParseResult, string?> address, string done)
    {
        var yes = new Option<bool>("--yes") { Description = "Does it; without, nothing is changed." };
        command.Add(yes);
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var nodes = (await session.Service.Status(ct)).Nodes;
            var node = nodes.FirstOrDefault(n => address(parsed) is { } named ? n.Address == named : n.Here)
                ?? throw ToolException.NotFound(nodes.Count == 0 ? "the service is in no cluster" : $"there is no node {address(parsed)}: 'cluster show' lists them");
            if (!parsed.GetValue(yes)) throw ToolException.Refused($"{node.Address} ({node.Status}) would be made to {(verb == "leave" ? "leave" : "count as gone")}. To do it: --yes");
            await session.Service.Post($"cluster/{verb}{ServiceConnection.Query(("address", node.Address))}", ct);
            session.Out.One(new { Node = node.Address, Done = verb }, o => o.Say($"{node.Address} {done}."));
            return ExitCode.Done;
        });
    }

    private static Command Regions(Runner runner)
    {
        var command = new Command("regions", "The groups of a running service: how many shards it has of each, and how many entities. Asks the service (--service).");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var status = await session.Service.Status(ct);
            var rows = status.Groups.Select(g => new RegionRow(
                g.Name, status.Process, g.Partitions.Select(p => p.Partition).Distinct().Count(), g.ResidentEntities, g.ActiveEntities)).ToArray();
            session.Out.Rows(
                rows, "It has no groups.", new("group", r => r.Group), new("process", r => r.Process), new("shards", r => r.Shards),
                new("entities in memory", r => r.Entities), new("with an actor", r => r.Actors));
            return ExitCode.Done;
        }).With("cluster-sharding regions");
    }

    private static Command Shards(Runner runner)
    {
        var group = GroupCommands.Group();
        var command = new Command("shards", "A group's shards in a running service, each with the partitions it is fed from. Asks the service (--service).") { group };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(group)!;
            var found = (await session.Service.Status(ct)).Groups.FirstOrDefault(g => g.Name == name)
                ?? throw ToolException.NotFound($"the service at {session.Service.Address} has no group {name}");
            var rows = found.Partitions.GroupBy(p => p.Partition).OrderBy(p => p.Key).Select(p => new ShardRow(
                p.Key, [.. p.Select(t => t.Topic).Order(StringComparer.Ordinal)], p.Sum(t => t.Handled), p.Sum(t => (long)t.Outstanding), p.Any(t => t.Lag is null) ? null : p.Sum(t => t.Lag),
                p.Any(t => t.Paused))).ToArray();
            session.Out.Rows(
                rows, "No partition is assigned to it: it stands by, or is joining the group.", new("shard", r => r.Shard), new("topics", r => string.Join(", ", r.Topics)),
                new("handled", r => r.Handled), new("under way", r => r.UnderWay), new("lag", r => r.Lag), new("", r => r.Paused ? "paused" : ""));
            return ExitCode.Done;
        }).With("cluster-sharding shards orders");
    }

    private sealed record RegionRow(string Group, string Process, int Shards, long Entities, long Actors);

    private sealed record ShardRow(int Shard, IReadOnlyList<string> Topics, long Handled, long UnderWay, long? Lag, bool Paused);
}
