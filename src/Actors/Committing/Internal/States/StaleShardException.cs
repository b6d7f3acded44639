namespace Akka.Events.Committing.Internal.States;

/// <summary>The shard's states belong to another journal by now: whoever writes had the shard before that one began. Nothing was written.</summary>
internal sealed class StaleShardException(int shard) : Exception(
    $"the stored states of shard {shard} belong to another journal by now: this process is a former owner, or its journal lies elsewhere than "
    + "the others'");
