#nullable enable
using Akka.Hosting;

namespace Akka.Cluster.Hosting;

/// <summary>This member of the cluster. Null: as configured elsewhere.</summary>
public sealed class ClusterOptions
{
    public string? AppVersion { get; set; }
    public bool? LogInfo { get; set; }
    public bool? LogInfoVerbose { get; set; }
    public int? MinimumNumberOfMembers { get; set; }
    public Dictionary<string, int>? MinimumNumberOfMembersPerRole { get; set; }
    public string[]? Roles { get; set; }

    /// <summary>Addresses to join at start, this member's own among them: <c>akka.tcp://system@host:port</c>.</summary>
    public string[]? SeedNodes { get; set; }

    internal void AddTo(HoconText hocon)
    {
        hocon.Add("akka.cluster.app-version", AppVersion)
            .Add("akka.cluster.log-info", LogInfo)
            .Add("akka.cluster.log-info-verbose", LogInfoVerbose)
            .Add("akka.cluster.min-nr-of-members", MinimumNumberOfMembers)
            .Add("akka.cluster.roles", Roles)
            .Add("akka.cluster.seed-nodes", SeedNodes);
        foreach (var (role, minimum) in MinimumNumberOfMembersPerRole ?? [])
            hocon.Add($"akka.cluster.role.{HoconText.Quote(role)}.min-nr-of-members", minimum);
    }
}
