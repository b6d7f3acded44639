using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal.Group;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal;

/// <summary>What the actors share that read for a group in this process. Complete before the group joins.</summary>
internal sealed class MemberContext(GroupContext group, GroupOptions options, GroupObservers observers)
{
    /// <summary>What they share with the group's shards.</summary>
    public GroupContext Group { get; } = group;

    public GroupOptions Options { get; } = options;

    public GroupObservers Observers { get; } = observers;

    public AssignedPartitions Partitions { get; } = new(group.Limits.Outstanding, group.ProcessLimits.Outstanding);

    /// <summary>Who reads its partitions.</summary>
    public OpenConsumers Consumers { get; } = new();

    public Pauses Pauses { get; } = new();

    /// <summary>Which of the partitions' lines about look-ups of their logs are worth writing.</summary>
    public LogPace LookUps { get; } = new();

    /// <summary>Where it reads on, where this process reads all partitions for itself (a broadcast); null in a consumer group.</summary>
    public LonePositions? Alone { get; init; }

    public string Name => Group.Name;

    public TimeProvider Time => Group.Time;

    public Problems Problems => Group.Problems;

    public ILogger Log(string category) => Group.Loggers.CreateLogger(category);

    /// <summary>Kafka has let this process into the group, once at least.</summary>
    public bool HasJoined { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }
}
