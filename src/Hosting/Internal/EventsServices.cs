using Akka.Events.Operating.Internal;

namespace Akka.Events.Hosting.Internal;

/// <summary>What the host's services see of the event system, before and after its start.</summary>
internal sealed class EventsServices(TimeProvider time)
{
    public RunningGroups Runtime { get; } = new(time);

    public StartedPublisher Publisher { get; } = new();
}
