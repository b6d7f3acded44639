using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>What <c>akka.cluster</c> says of a cluster of one, and the address that <c>akka.remote</c> gives it.</summary>
public sealed class ClusterSettings
{
    private const int DefaultPort = 2552;

    internal ClusterSettings(Config config, string systemName)
    {
        Roles = config.GetStringList("akka.cluster.roles").ToImmutableHashSet();
        SeedNodes = config.GetStringList("akka.cluster.seed-nodes").Select(Address.Parse).ToImmutableList();
        RunCoordinatedShutdownWhenDown = config.GetBoolean("akka.cluster.run-coordinated-shutdown-when-down", true);
        MinNrOfMembers = config.GetInt("akka.cluster.min-nr-of-members", 1);
        var version = config.GetString("akka.cluster.app-version");
        AppVersion = AppVersion.Create(version is null or "" or "assembly-version" ? "0.0.0" : version);

        const string tcp = "akka.remote.dot-netty.tcp.";
        var host = FirstOf(config.GetString(tcp + "public-hostname"), config.GetString(tcp + "hostname"), "localhost");
        var port = FirstOf(config.GetInt(tcp + "public-port"), config.GetInt(tcp + "port", DefaultPort), DefaultPort);
        SelfAddress = new Address("akka.tcp", systemName, host, port);
    }

    internal ImmutableHashSet<string> Roles { get; }
    internal ImmutableList<Address> SeedNodes { get; }
    internal bool RunCoordinatedShutdownWhenDown { get; }
    internal int MinNrOfMembers { get; }
    internal AppVersion AppVersion { get; }

    /// <summary>A name only: nothing listens there.</summary>
    internal Address SelfAddress { get; }

    private static string FirstOf(params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
            if (!string.IsNullOrEmpty(candidate)) return candidate;
        return null;
    }

    private static int FirstOf(params ReadOnlySpan<int> candidates)
    {
        foreach (var candidate in candidates)
            if (candidate > 0) return candidate;
        return 0;
    }
}
