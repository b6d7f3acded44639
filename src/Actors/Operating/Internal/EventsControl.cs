using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Plain;

namespace Akka.Events.Operating.Internal;

internal sealed class EventsControl(RunningGroups runtime) : IEventsControl
{
    public void Pause(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Pause(topic, partition);

    public void Resume(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Resume(topic, partition);

    public void LimitExecuting(int? max, string? group = null, string? handler = null)
    {
        Check(max);
        if (handler is null)
        {
            Limits(group).LimitExecuting(max);
            return;
        }
        if (group is null) throw new ArgumentException("a handler is one of a group", nameof(group));
        var context = Of(group).Context;
        var found = context.Handlers.FirstOrDefault(h => h.Name == handler)
            ?? throw new ArgumentException($"group '{group}' has no handler '{handler}'", nameof(handler));
        if (found is not FunctionHandler function)
            throw new ArgumentException($"'{handler}' is an entity, which is bounded by the records outstanding", nameof(handler));
        context.ProcessLimits.Line.Resize(function.Slots, max ?? function.Options.MaxConcurrency);
    }

    public void LimitOutstanding(int? max, string? group = null)
    {
        Check(max);
        Limits(group).Outstanding.Max = max;
    }

    private WorkLimits Limits(string? group) => group is null ? runtime.Limits : Of(group).Context.Limits;

    private RunningGroup Of(string group) => runtime.Groups.FirstOrDefault(running => running.Context.Name == group)
        ?? throw new ArgumentException($"there is no group '{group}' in this process", nameof(group));

    private Pauses Of(string group, string? topic, int? partition)
    {
        ArgumentNullException.ThrowIfNull(group);
        var found = Of(group);
        if (topic is not null && found.Context.Routes.All(route => route.Name != topic))
            throw new ArgumentException($"group '{group}' doesn't read topic '{topic}'", nameof(topic));
        if (topic is null && partition is not null) throw new ArgumentException("a partition is one of a topic", nameof(partition));
        return found.Member.Pauses;
    }

    private static void Check(int? max)
    {
        if (max is < 1) throw new ArgumentException($"{max} is less than 1", nameof(max));
    }
}
