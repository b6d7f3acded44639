using Akka.Actor;

namespace Akka.Events.Handling;

/// <summary>
/// Asks entities, whichever process of the Akka cluster has them; without a cluster, those of this process. The answer shows every event
/// that was handled before the question came, all of them durable.
/// </summary>
public interface IEntities
{
    /// <summary>
    /// Asks the entity of a key. While the key's partition is being opened, or moves to another process, the question waits, within its
    /// limit of 10 seconds, and so it does while the entity's state can't be read; it may reach the entity more than once.
    /// </summary>
    /// <typeparam name="TEntity">The entity class, as registered with a group.</typeparam>
    /// <typeparam name="TReply">What its Query gives.</typeparam>
    /// <param name="key">The message key as text.</param>
    /// <param name="query">A message that the class has a Query for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PartitionNotOwnedException">Within the limit no process in reach has had the key's partition open.</exception>
    /// <exception cref="MisplacedKeysException">Nothing is known of the entity where it should be, and keys of its group lie in other
    /// partitions than theirs.</exception>
    /// <exception cref="UnreadableStateException">What is stored of the entity can't be read back.</exception>
    /// <exception cref="QueryFailedException">The Query has thrown, in another process, what isn't one of .NET's common exceptions;
    /// those, and all in this process, arrive as they are.</exception>
    /// <exception cref="InvalidOperationException">The class has no such Query, or query or answer can't travel between processes.</exception>
    /// <exception cref="AskTimeoutException">No answer within the limit; the message says what blocks.</exception>
    Task<TReply> Ask<TEntity, TReply>(string key, object query, CancellationToken cancellationToken = default) where TEntity : ActorBase;
}
