using System.CommandLine;
using Akka.Events.Hosting.Dashboard.Internal;
using Akka.Events.Operating;

namespace Akka.Events.Cli.Live;

/// <summary>status and problems of a running service.</summary>
internal static class StatusCommands
{
    public static Command Status(Runner runner)
    {
        var command = new Command("status", "What a running service's groups do: partitions, lag, what is under way. Asks the service (--service).");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var status = await session.Service.Status(ct);
            session.Out.One(new { status.Process, status.Uptime, Groups = status.Groups.Select(GroupRow.Of), status.Outbox, status.Nodes }, o =>
            {
                o.Say($"{status.Process}, up for {Durations.Text(TimeSpan.FromSeconds(status.Uptime))}");
                o.Say("");
                o.Rows(
                    [.. status.Groups.Select(GroupRow.Of)], "It has no groups.", new("group", r => r.Group), new("partitions", r => r.Partitions.Count),
                    new("paused", r => r.Paused), new("handled", r => r.Handled), new("lag", r => r.Lag), new("under way", r => r.UnderWay),
                    new("failed attempts", r => r.Failures), new("keys wait", r => r.BlockedKeys), new("problem", r => r.Problem));
            });
            return ExitCode.Done;
        }).With("status", "status --service http://localhost:8080/events -o json | jq .groups[].lag");
    }

    public static Command Problems(Runner runner)
    {
        var command = new Command("problems", "What keeps a running service from going on, and what to do. Asks the service (--service). Ends with 1 where there is a problem.");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var status = await session.Service.Status(ct);
            var rows = status.Groups.SelectMany(g => g.Problems.Select(p => ProblemRow.Of(g.Name, p)))
                .Concat((status.Outbox?.Problems ?? []).Select(p => ProblemRow.Of("outbox", p))).ToArray();
            session.Out.Rows(
                rows, "None.", new("of", r => r.Where), new("problem", r => r.Problem), new("since", r => r.Since), new("the rest", r => r.Partial ? "goes on" : "stands"),
                new("what it is", r => r.Text), new("what to do", r => r.Advice));
            return rows.Length == 0 ? ExitCode.Done : ExitCode.Wrong;
        }).With("problems", "problems -o json");
    }

    private sealed record GroupRow(
        string Group, long Handled, long? Lag, long UnderWay, long Failures, long Discarded, long BlockedKeys, int Paused, string? Problem, IReadOnlyList<PartitionStatus> Partitions)
    {
        public static GroupRow Of(DashboardGroup group) => new(
            group.Name, group.Handled, group.Partitions.Any(p => p.Lag is null) ? null : group.Partitions.Sum(p => p.Lag), group.Partitions.Sum(p => (long)p.Outstanding),
            group.Failures, group.Discarded, group.BlockedKeys, group.Partitions.Count(p => p.Paused), group.Problems.Count == 0 ? null : group.Problems[0].Text, group.Partitions);
    }

    private sealed record ProblemRow(string Where, string Problem, DateTimeOffset Since, bool Partial, string Text, string Advice)
    {
        public static ProblemRow Of(string of, DashboardProblem problem) =>
            new(of, problem.Code, DateTimeOffset.FromUnixTimeMilliseconds(problem.Since), problem.Partial, problem.Text, problem.Advice);
    }
}
