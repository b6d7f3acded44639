using Akka.Events.Consuming.Internal;

namespace Akka.Events.Operating.Internal;

internal sealed class EventsControl(RunningGroups runtime) : IEventsControl
{
    public void Pause(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Pause(topic, partition);

    public void Resume(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Resume(topic, partition);

    private Pauses Of(string group, string? topic, int? partition)
    {
        ArgumentNullException.ThrowIfNull(group);
        var found = runtime.Groups.FirstOrDefault(running => running.Context.Name == group)
            ?? throw new ArgumentException($"there is no group '{group}' in this process", nameof(group));
        if (topic is not null && found.Context.Routes.All(route => route.Name != topic))
            throw new ArgumentException($"group '{group}' doesn't read topic '{topic}'", nameof(topic));
        if (topic is null && partition is not null) throw new ArgumentException("a partition is one of a topic", nameof(partition));
        return found.Member.Pauses;
    }
}
