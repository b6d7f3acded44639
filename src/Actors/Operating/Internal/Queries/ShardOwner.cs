using Akka.Actor;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>Who has a shard.</summary>
/// <param name="Node">The node's address.</param>
/// <param name="SequenceNr">Of the owner's marker in the shard's journal: later owners have higher ones.</param>
internal sealed record ShardOwner(Address Node, long SequenceNr);
