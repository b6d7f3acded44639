using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

// What a region and its shards tell themselves and each other.

/// <summary>This member is up: shards may be allocated.</summary>
internal sealed class MemberIsUp : IShardingControl
{
    public static readonly MemberIsUp Instance = new();
}

internal sealed record ShardAllocated(string ShardId, IActorRef Region) : IShardingControl;

internal sealed record ShardNotAllocated(string ShardId, Exception Cause) : IShardingControl;

internal sealed record RetryAllocation(string ShardId) : IShardingControl;

internal sealed class RebalanceTick : IShardingControl
{
    public static readonly RebalanceTick Instance = new();
}

internal sealed record ShardsToMove(IImmutableSet<string> ShardIds) : IShardingControl;

internal sealed record RebalanceFailed(Exception Cause) : IShardingControl;

/// <summary>To a shard: stop all entities, then yourself. No message for an entity follows.</summary>
internal sealed class HandOff : IShardingControl
{
    public static readonly HandOff Instance = new();
}

internal sealed class HandOffTimeout : IShardingControl
{
    public static readonly HandOffTimeout Instance = new();
}

internal sealed class IdleTick : IShardingControl
{
    public static readonly IdleTick Instance = new();
}

/// <summary>To a shard; the answer is a <see cref="ShardState"/>.</summary>
internal sealed class GetShardState : IShardingControl
{
    public static readonly GetShardState Instance = new();
}

/// <summary>To a shard; the answer is the number of living entities.</summary>
internal sealed class GetEntityCount : IShardingControl
{
    public static readonly GetEntityCount Instance = new();
}

/// <summary>To a shard; the answer is the entity's ref, or Nobody.</summary>
internal sealed record FindEntity(string EntityId) : IShardingControl;
