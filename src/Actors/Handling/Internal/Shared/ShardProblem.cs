namespace Akka.Events.Handling.Internal.Shared;

/// <summary>Names what a shard reports as keeping it from working.</summary>
/// <param name="Shard">The shard's number.</param>
/// <param name="What">The part of it that doesn't work.</param>
internal sealed record ShardProblem(int Shard, string What)
{
    public static ShardProblem Journal(int shard) => new(shard, "journal");

    public static ShardProblem States(int shard) => new(shard, "states");

    public static ShardProblem Checkpoints(int shard) => new(shard, "checkpoints");
}
