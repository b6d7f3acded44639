using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Hosting.Internal.Planning;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>What the event system needs of the actor system, below everything that the user says.</summary>
internal static class SystemHocon
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public static Config Of(EventsPlan plan) => ConfigurationFactory.ParseString(
        $$"""
        akka.coordinated-shutdown.phases {
          {{CoordinatedShutdown.PhaseBeforeServiceUnbind}}.timeout = {{Milliseconds(plan.LeaveTimeout + Margin)}}
          {{CoordinatedShutdown.PhaseServiceStop}}.timeout = {{Milliseconds(plan.Publish.FlushTimeout + Margin)}}
        }
        """);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
