using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Simulation.Faults;

/// <summary>Puts a fault back: a shard that is opened again knows nothing of handlers that its former incarnation has left running.</summary>
internal sealed class ForgottenRuns : GivenUpRuns
{
    public override Task? Find(HandledKey key) => null;
}
