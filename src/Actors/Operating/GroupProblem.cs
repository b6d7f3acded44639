namespace Akka.Events.Operating;

/// <summary>Something that keeps a group, or a part of it, from going on in this process.</summary>
/// <param name="Cause">Why; docs/operations.md says of each cause what to do.</param>
/// <param name="Text">What it is. It may change while the problem lasts (further attempts, further keys).</param>
/// <param name="Since">When it began, UTC.</param>
public sealed record GroupProblem(ProblemCause Cause, string Text, DateTimeOffset Since)
{
    /// <summary>The cause's name in logs: topic-unfit.</summary>
    public string Code => Cause.Code();

    /// <summary>It concerns a part (a partition, a shard, a key); the rest goes on.</summary>
    public bool IsPartial => Cause.IsPartial();
}
