using Akka.Configuration;
using Akka.Event;
using Akka.Events.TestKit.Internal;

namespace Akka.Events.Simulation.Machine;

/// <summary>An actor system's scheduler over its process's virtual clock.</summary>
internal sealed class DealtScheduler(Config config, ILoggingAdapter log)
    : AlarmScheduler(config, log, VirtualProcess.Of(config.GetConfig("akka.scheduler") ?? config).Clock);
