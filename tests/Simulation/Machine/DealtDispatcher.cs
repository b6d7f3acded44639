using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Events.Simulation.Machine;

/// <summary>Runs nothing by itself: what is to run waits in its process until the world deals it its turn.</summary>
internal sealed class DealtDispatcher(MessageDispatcherConfigurator configurator, VirtualProcess process) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => process.Add(run);

    protected override void Shutdown()
    {
    }
}

/// <summary>Made by an actor system from its configuration.</summary>
internal sealed class DealtDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly DealtDispatcher _dispatcher;

    public DealtDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new DealtDispatcher(this, VirtualProcess.Of(config)) { Throughput = 1 };

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
