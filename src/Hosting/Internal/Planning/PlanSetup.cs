using Akka.Actor.Setup;
using Akka.Events.Persistence.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>Carries the plan into the actor system that is made for it.</summary>
internal sealed class PlanSetup(EventsPlan plan, EventStore store) : Setup
{
    public EventsPlan Plan { get; } = plan;

    public EventStore Store { get; } = store;
}
