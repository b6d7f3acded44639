using System.Globalization;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Events.Hosting.Internal;

/// <summary>What the event system needs of the actor system, below everything that the user says.</summary>
internal static class SystemHocon
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>Nobody else is to reach a cluster of one, and several of them run on one machine.</summary>
    public static Config ClusterOfOne { get; } = ConfigurationFactory.ParseString(
        """
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        """);

    public static Config Of(EventsPlan plan) => ConfigurationFactory.ParseString(
        $$"""
        # Where shards are is known from Kafka and needs no journal; two processes on one database would be in each other's way there.
        akka.cluster.sharding.state-store-mode = ddata
        akka.coordinated-shutdown.phases {
          {{CoordinatedShutdown.PhaseBeforeServiceUnbind}}.timeout = {{Milliseconds(plan.LeaveTimeout + Margin)}}
          {{CoordinatedShutdown.PhaseServiceStop}}.timeout = {{Milliseconds(plan.Publish.FlushTimeout + Margin)}}
        }
        """);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
