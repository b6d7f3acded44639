using Akka.Actor;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>To a group's queries, from this process: ask an entity. The answer, or why there is none, goes into the task.</summary>
/// <param name="Type">The entity's class.</param>
/// <param name="Key">The message key.</param>
/// <param name="Shard">The shard that the key belongs to.</param>
/// <param name="Query">What is asked.</param>
/// <param name="Limit">How long it may take.</param>
/// <param name="Answer">Completed with the answer.</param>
internal sealed record AskEntity(
    EntityType Type, byte[] Key, int Shard, object Query, TimeSpan Limit, TaskCompletionSource<object?> Answer)
    : INoSerializationVerificationNeeded;

/// <summary>What travels between the queries of a group in two processes. Bound to <see cref="QuerySerializer"/>.</summary>
internal interface IQueryMessage;

/// <summary>To the process that owns the key's shard. Answered with <see cref="RoutedAnswer"/> or <see cref="RoutedFailure"/>.</summary>
/// <param name="Id">The asker's number for it.</param>
/// <param name="Entity">The entity's name in the group.</param>
/// <param name="Key">The message key.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Query">The query, encoded.</param>
/// <param name="Milliseconds">What is left of the asker's limit.</param>
internal sealed record RoutedQuery(long Id, string Entity, byte[] Key, int Shard, PackedValue Query, long Milliseconds) : IQueryMessage;

internal sealed record RoutedAnswer(long Id, PackedValue Answer) : IQueryMessage;

/// <param name="Id">The asker's number for the query.</param>
/// <param name="Kind">What has failed.</param>
/// <param name="Type">Of what else has failed: the exception's type.</param>
/// <param name="Message">What it says.</param>
internal sealed record RoutedFailure(long Id, QueryFailure Kind, string Type, string Message) : IQueryMessage;

/// <summary>To all nodes: whoever has the shard open answers with <see cref="ShardsOwned"/>.</summary>
internal sealed record ShardWanted(int Shard) : IQueryMessage;

/// <summary>To all nodes when shards have opened, and to one that wants them: the sender's node has them.</summary>
internal sealed record ShardsOwned(IReadOnlyList<(int Shard, long SequenceNr)> Shards) : IQueryMessage;
