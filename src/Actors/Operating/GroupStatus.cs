namespace Akka.Events.Operating;

/// <summary>Where a group stands in this process.</summary>
/// <param name="Name">The consumer group.</param>
/// <param name="Problem">What keeps it, or a part of it, from working (Kafka unreachable, a topic missing, a handler that keeps failing, …); null when nothing does.</param>
/// <param name="Handled">Records finished by every handler, durably, since the process began.</param>
/// <param name="Failures">Attempts at events that failed.</param>
/// <param name="Discarded">Events given up and acknowledged.</param>
/// <param name="BlockedKeys">Keys, and records without one, that wait for something that can't be handled.</param>
/// <param name="ActiveEntities">Entities with a live handler actor.</param>
/// <param name="ResidentEntities">Entities whose state is in memory.</param>
/// <param name="Partitions">The partitions assigned to this process.</param>
public sealed record GroupStatus(
    string Name, string? Problem, long Handled, long Failures, long Discarded, long BlockedKeys, long ActiveEntities, long ResidentEntities, IReadOnlyList<PartitionStatus> Partitions)
{
    /// <summary>The same one by one, each with its cause: those of the whole group first.</summary>
    public IReadOnlyList<GroupProblem> Problems { get; init; } = [];

    /// <summary>Events given up and put among the dead letters.</summary>
    public long Saved { get; init; }

    /// <summary>Records that entities have published, or that were given up, and that are committed, or about to be, and not in Kafka yet.</summary>
    public long Unsent { get; init; }

    /// <summary>This process isn't a member of the group yet: it has begun, and Kafka hasn't let it in. A member without partitions is one.</summary>
    public bool IsJoining { get; init; }

    /// <summary>
    /// Of a broadcast: the time since this process had read all that its topics had, as a broker said. It stays below a few of
    /// <c>topic-check-interval</c> while nothing holds reading back. Null for a consumer group, whose lag says it.
    /// </summary>
    public TimeSpan? ReadAge { get; init; }

    /// <summary>The problem concerns a part of it (a key, a handler, a partition): the rest goes on.</summary>
    public bool ProblemIsPartial { get; init; }
}
