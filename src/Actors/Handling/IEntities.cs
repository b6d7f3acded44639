using Akka.Actor;

namespace Akka.Events.Handling;

/// <summary>Asks entities. The answer shows every event that was handled before the question came, all of them durable.</summary>
public interface IEntities
{
    /// <summary>Asks the entity of a key.</summary>
    /// <typeparam name="TEntity">The entity class, as registered with a group.</typeparam>
    /// <typeparam name="TReply">What its Query gives.</typeparam>
    /// <param name="key">The message key as text.</param>
    /// <param name="query">A message that the class has a Query for.</param>
    /// <param name="ct">Gives up waiting. Without one the ask's own limit holds (10 seconds).</param>
    /// <exception cref="PartitionNotOwnedException">The key's partition belongs to another process, and no cluster joins it with this
    /// one.</exception>
    /// <exception cref="MisplacedKeysException">Nothing is known of the entity where it should be, and keys of its group lie in other
    /// partitions than theirs.</exception>
    /// <exception cref="UnreadableStateException">What is stored of the entity can't be read back.</exception>
    /// <exception cref="AskTimeoutException">No answer in time: the partition is being recovered, or the key's handler is busy.</exception>
    Task<TReply> Ask<TEntity, TReply>(string key, object query, CancellationToken ct = default) where TEntity : ActorBase;
}
