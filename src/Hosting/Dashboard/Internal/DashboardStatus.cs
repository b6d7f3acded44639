using Akka.Events.Hosting.Dashboard.Internal.Letters;
using Akka.Events.Operating;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>What the page shows, as it is told each second.</summary>
internal sealed record DashboardStatus
{
    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Machine and process.</summary>
    public required string Process { get; init; }

    /// <summary>Seconds that the process has run.</summary>
    public required long Uptime { get; init; }

    public required IReadOnlyList<DashboardGroup> Groups { get; init; }

    public DashboardOutbox? Outbox { get; init; }

    /// <summary>Whether there are actions at all.</summary>
    public bool Actions { get; init; }

    public IReadOnlyList<DashboardEntity> Entities { get; init; } = [];

    public IReadOnlyList<DashboardNode> Nodes { get; init; } = [];

    /// <summary>Where dead letters may lie.</summary>
    public IReadOnlyList<LetterOrigin> Letters { get; init; } = [];
}

/// <param name="Name">The group.</param>
/// <param name="Handled">Records finished since the process began.</param>
/// <param name="Failures">Attempts that failed.</param>
/// <param name="Discarded">Events given up.</param>
/// <param name="BlockedKeys">Keys that wait.</param>
/// <param name="ActiveEntities">Entities with a live actor.</param>
/// <param name="ResidentEntities">Entities in memory.</param>
/// <param name="Partitions">Its partitions.</param>
/// <param name="Problems">What keeps it from going on.</param>
/// <param name="Samples">Of the last seconds the newest, or all.</param>
internal sealed record DashboardGroup(
    string Name, long Handled, long Failures, long Discarded, long BlockedKeys, long ActiveEntities, long ResidentEntities,
    IReadOnlyList<PartitionStatus> Partitions, IReadOnlyList<DashboardProblem> Problems, IReadOnlyList<DashboardSample> Samples);

/// <param name="Code">The cause's name.</param>
/// <param name="Text">What it is.</param>
/// <param name="Since">Since when, Unix milliseconds.</param>
/// <param name="Partial">The rest goes on.</param>
/// <param name="Advice">What to do.</param>
internal sealed record DashboardProblem(string Code, string Text, long Since, bool Partial, string Advice)
{
    public static DashboardProblem Of(GroupProblem problem) =>
        new(problem.Code, problem.Text, problem.Since.ToUnixTimeMilliseconds(), problem.IsPartial, Advices.Of(problem.Cause));
}

/// <param name="At">Unix milliseconds.</param>
/// <param name="Rate">Records finished a second.</param>
/// <param name="Lag">Records that wait in the log.</param>
/// <param name="Outstanding">Records under way.</param>
/// <param name="P50">Time of a handler for one event, milliseconds: half of them took less. Null while nobody looks, or nothing was handled.</param>
/// <param name="P99">99 of 100 took less.</param>
internal readonly record struct DashboardSample(long At, double Rate, long Lag, long Outstanding, double? P50, double? P99);

/// <param name="Forwards">This process forwards.</param>
/// <param name="Forwarded">Events that it has forwarded.</param>
/// <param name="Problems">What keeps events from being forwarded.</param>
internal sealed record DashboardOutbox(bool Forwards, long Forwarded, IReadOnlyList<DashboardProblem> Problems);

/// <param name="Group">The group.</param>
/// <param name="Entity">An entity of it.</param>
internal sealed record DashboardEntity(string Group, string Entity);

/// <param name="Address">The node.</param>
/// <param name="Status">Up, Joining, …</param>
/// <param name="Reachable">It answers.</param>
/// <param name="Here">It is this process.</param>
internal sealed record DashboardNode(string Address, string Status, bool Reachable, bool Here);
