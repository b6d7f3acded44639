namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>
/// What a handler did in its transaction isn't committed, or isn't known to be, and the shard that it ran in ends: whoever recovers it next
/// knows, and goes on from there. Not the handler's failure.
/// </summary>
internal sealed class ShardLostException(string what, Exception? cause = null) : Exception(what, cause);
