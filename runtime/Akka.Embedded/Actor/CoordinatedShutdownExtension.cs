using Akka.Actor.Internal;

namespace Akka.Actor;

public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var shutdown = new CoordinatedShutdown(system);
        var config = system.Settings.Config;
        var exit = config.GetBoolean("akka.coordinated-shutdown.exit-clr");
        if (config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system"))
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "terminate-system", async () =>
            {
                ((ActorSystemImpl)system).FinalTerminate();
                await system.WhenTerminated.ConfigureAwait(false);
                if (exit) Environment.Exit(0);
                return Done.Instance;
            });
        }
        else if (exit)
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "exit-clr", () =>
            {
                Environment.Exit(0);
                return Task.FromResult(Done.Instance);
            });
        }

        if (config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook")) RunAtExit(system, shutdown);
        return shutdown;
    }

    private static void RunAtExit(ExtendedActorSystem system, CoordinatedShutdown shutdown)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        system.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= OnExit);

        void OnExit(object sender, EventArgs e) => shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).Wait(shutdown.TotalTimeout);
    }
}
