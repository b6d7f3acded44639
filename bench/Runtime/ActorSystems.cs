using Akka.Actor;
using Akka.Configuration;

namespace Akka.Events.Bench.Runtime;

internal static class ActorSystems
{
    private const string Quiet = "akka { loglevel = WARNING, log-dead-letters = off, coordinated-shutdown.exit-clr = off }";

    /// <summary>Runs work in a system of its own.</summary>
    public static async Task UseAsync(Func<ActorSystem, Task> work, string hocon = "")
    {
        var system = ActorSystem.Create(
            "bench", ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(Quiet)));
        try
        {
            await work(system);
        }
        finally
        {
            await system.Terminate();
        }
    }
}
