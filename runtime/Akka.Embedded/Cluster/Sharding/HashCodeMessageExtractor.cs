#nullable enable
namespace Akka.Cluster.Sharding;

/// <summary>Spreads entities over a fixed number of shards by a stable hash of their ids.</summary>
public abstract class HashCodeMessageExtractor : IMessageExtractor
{
    public readonly int MaxNumberOfShards;

    private readonly string[] _shardIds;

    protected HashCodeMessageExtractor(int maxNumberOfShards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfShards, 1);
        MaxNumberOfShards = maxNumberOfShards;
        _shardIds = new string[maxNumberOfShards];
    }

    public static HashCodeMessageExtractor Create(
        int maxNumberOfShards, Func<object, string?> entityIdExtractor, Func<object, object?>? messageExtractor = null) =>
        new Delegated(maxNumberOfShards, entityIdExtractor, messageExtractor);

    public abstract string? EntityId(object message);
    public virtual object? EntityMessage(object message) => message;
    public virtual string? ShardId(object message) => EntityId(message) is { } id ? ShardId(id, message) : null;

    public virtual string ShardId(string entityId, object? messageHint = null)
    {
        var shard = MurmurHash.Of(entityId) % (uint)MaxNumberOfShards;
        return _shardIds[shard] ??= shard.ToString();
    }

    private sealed class Delegated(int maxNumberOfShards, Func<object, string?> entityId, Func<object, object?>? entityMessage)
        : HashCodeMessageExtractor(maxNumberOfShards)
    {
        public override string? EntityId(object message) => entityId(message);
        public override object? EntityMessage(object message) => entityMessage is null ? message : entityMessage(message);
    }
}
