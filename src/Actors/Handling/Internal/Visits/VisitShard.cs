using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Handling.Internal.Visits;

/// <summary>To the group's shards, and on to the one: visit all entities of a type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Visit">The visit's name.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Done">Completed with what has come of it, whatever that is.</param>
internal sealed record VisitShard(EntityType Type, string Visit, int Shard, TaskCompletionSource<ShardVisit> Done) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public void Abort(string why) => Done.TrySetResult(new ShardVisit(Shard, 0, 0, why));
}
