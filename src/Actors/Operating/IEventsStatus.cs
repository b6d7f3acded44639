namespace Akka.Events.Operating;

/// <summary>Shows what the groups of this process are doing.</summary>
public interface IEventsStatus
{
    /// <summary>The groups as they stand now, in the order of registration. Cheap; asks no broker.</summary>
    IReadOnlyList<GroupStatus> Groups { get; }

    /// <summary>The topics that this process reads for subscriptions and views.</summary>
    IReadOnlyList<ReadTopicStatus> ReadTopics => [];

    /// <summary>What keeps this process from publishing at all; null while nothing is known to.</summary>
    GroupProblem? Publishing => null;

    /// <summary>The outbox; null where this process takes no part in forwarding one.</summary>
    OutboxStatus? Outbox => null;
}
