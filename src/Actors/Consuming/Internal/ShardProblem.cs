namespace Akka.Events.Consuming.Internal;

/// <summary>Names a shard where it reports what keeps it from working.</summary>
internal readonly record struct ShardProblem(int Shard)
{
    public static object Of(int shard) => new ShardProblem(shard);
}
