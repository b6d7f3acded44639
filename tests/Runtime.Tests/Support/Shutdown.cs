namespace Akka.Runtime.Tests.Support;

internal static class Shutdown
{
    /// <summary>Phases take as long as they need: a starved machine must get its systems terminated, too.</summary>
    public const string Patient = """
        akka.coordinated-shutdown {
          default-phase-timeout = 1m
          phases { cluster-sharding-shutdown-region.timeout = 1m, cluster-exiting.timeout = 1m, actor-system-terminate.timeout = 1m }
        }

        """;
}
