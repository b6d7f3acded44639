using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>What an asker is told when the limit has passed: which entity, key and partition, and what blocks.</summary>
internal static class QueryTexts
{
    public static Exception TooLate(GroupContext group, PendingQuery query, bool joined)
    {
        var what = What(group.Name, query.Ask, query.KeyText);
        return query.Place == QueryPlace.Waiting
            ? new PartitionNotOwnedException(group.Name, query.Ask.Shard, $"{what}: {NotOwned(query, joined)}{Also(group)}")
            : new AskTimeoutException($"{what}: {NoAnswer(group, query)}");
    }

    /// <summary>What a process that has the shard tells an asker elsewhere whose limit is about to pass.</summary>
    public static string Busy(GroupContext group) =>
        group.Problems.Text ?? "the shard is recovering, or the key's handler is busy";

    private static string What(string group, AskEntity ask, string key) =>
        $"no answer within {Durations.Text(ask.Limit)} from entity '{ask.Type.Name}', key '{key}' (partition {ask.Shard} of group '{group}')";

    private static string NotOwned(PendingQuery query, bool joined) =>
        !joined ? "another process owns the partition, or it is being opened; this one isn't joined to an Akka cluster, and asks only itself"
        : query.Refusal is { } refusal ? $"the partition is being opened or moved; {refusal}"
        : "no node of the cluster has opened the partition yet";

    private static string NoAnswer(GroupContext group, PendingQuery query) =>
        query.Place == QueryPlace.Elsewhere ? $"{query.Refusal ?? "nothing has come back"} ({query.Owner!.Node})"
        : $"{Busy(group)} (this process)";

    private static string Also(GroupContext group) => group.Problems.Text is { } problem ? $". This process: {problem}" : "";
}
