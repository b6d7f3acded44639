using Akka.Actor.Setup;

namespace Akka.Events.Hosting.Internal;

/// <summary>Carries the plan into the actor system that is made for it.</summary>
internal sealed class PlanSetup(EventsPlan plan) : Setup
{
    public EventsPlan Plan { get; } = plan;
}
