using Akka.Actor;
using Akka.Events.Hosting.Internal.Running;
using Akka.Events.Operating.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Internal;

/// <summary>What the host's services see of the event system, before and after its start.</summary>
internal sealed class EventsServices
{
    public EventsServices(TimeProvider time, IServiceProvider services)
    {
        Runtime = new RunningGroups(time);
        Publisher = new StartedPublisher(() => HostedEvents.Of(services.GetRequiredService<ActorSystem>()).Events);
    }

    public RunningGroups Runtime { get; }

    public StartedPublisher Publisher { get; }
}
