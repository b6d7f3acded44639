using System.Text.Json;

namespace Akka.Events;

/// <summary>What is known of a cause without looking at the problem.</summary>
internal static class ProblemCauses
{
    /// <summary>The cause's name in logs and texts: topic-unfit.</summary>
    public static string Code(this ProblemCause cause) => JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString());

    /// <summary>It is a part of the group that doesn't go on (a partition, a shard, a key); the rest does.</summary>
    public static bool IsPartial(this ProblemCause cause) => cause >= ProblemCause.PartitionsUnlike;

    /// <summary>The partition in question handles nothing.</summary>
    public static bool StopsPartition(this ProblemCause cause) =>
        cause is >= ProblemCause.ShardNotOpen and <= ProblemCause.StatesUnavailable;
}
