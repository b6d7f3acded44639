namespace Akka.Events.Operating.Internal;

/// <summary>Everything of Akka.Events in this process.</summary>
internal sealed class EventsRuntime(IReadOnlyList<GroupRuntime> groups, TimeProvider time)
{
    public IReadOnlyList<GroupRuntime> Groups { get; } = groups;

    public TimeProvider Time { get; } = time;
}
