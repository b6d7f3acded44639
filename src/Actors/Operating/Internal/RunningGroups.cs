using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Subscribing.Internal;

namespace Akka.Events.Operating.Internal;

/// <summary>Everything of Akka.Events in this process, from before its start on.</summary>
internal sealed class RunningGroups(TimeProvider time)
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<RunningGroup> _groups = [];

    public RunningGroups(IReadOnlyList<RunningGroup> groups, TimeProvider time) : this(time) => Start(groups);

    /// <summary>None before the start.</summary>
    public IReadOnlyList<RunningGroup> Groups => _groups;

    /// <summary>The forwarding of the outbox; null where there is none.</summary>
    public OutboxForwarding? Outbox { get; set => Volatile.Write(ref field, value); }

    /// <summary>What keeps events from being published; null before the start.</summary>
    public Func<ProducerTrouble.Trouble?>? Publishing { get; set => Volatile.Write(ref field, value); }

    /// <summary>The subscriptions; null before the start.</summary>
    public EventSubscriptions? Subscriptions { get; set => Volatile.Write(ref field, value); }

    /// <summary>The views; null before the start.</summary>
    public EventViews? Views { get; set => Volatile.Write(ref field, value); }

    public Task Started => _started.Task;

    public TimeProvider Time { get; } = time;

    /// <summary>What bounds the work of all groups together.</summary>
    public WorkLimits Limits { get; set => Volatile.Write(ref field, value); } = new();

    /// <summary>The group that has an entity class.</summary>
    /// <exception cref="InvalidOperationException">None has.</exception>
    public (RunningGroup Group, EntityType Type) Entity(Type entity)
    {
        foreach (var group in Groups)
            foreach (var handler in group.Context.Handlers)
                if (handler is EntityType type && type.ActorType == entity)
                    return (group, type);
        throw new InvalidOperationException($"{entity.Name} is not an entity of any group in this process");
    }

    public void Start(IReadOnlyList<RunningGroup> groups)
    {
        _groups = groups;
        _started.TrySetResult();
    }
}
