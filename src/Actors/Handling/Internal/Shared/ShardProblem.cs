namespace Akka.Events.Handling.Internal.Shared;

/// <summary>Names what a shard reports as keeping it from working.</summary>
/// <param name="Shard">The shard's number.</param>
/// <param name="What">The part of it that doesn't work.</param>
/// <param name="Topic">Its topic; null where it spans all of the group.</param>
internal sealed record ShardProblem(int Shard, string What, string? Topic = null)
{
    public static ShardProblem Journal(string? topic, int shard) => new(shard, "journal", topic);

    public static ShardProblem States(int shard) => new(shard, "states");

    /// <param name="shard">The shard's number.</param>
    /// <param name="letters">The dead-letter topic.</param>
    /// <param name="topic">The shard's topic; null where it spans all of the group.</param>
    public static ShardProblem Letters(int shard, string letters, string? topic) => new(shard, $"letters to {letters}", topic);

    public static ShardProblem Unsent(int shard) => new(shard, "unsent");

    public static ShardProblem Checkpoints(int shard) => new(shard, "checkpoints");
}
