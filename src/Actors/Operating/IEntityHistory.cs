using Akka.Actor;
using Akka.Events.Handling;

namespace Akka.Events.Operating;

/// <summary>
/// Reads back what has happened to an entity: its state events in the order of handling, each with the record that caused it.
/// </summary>
public interface IEntityHistory
{
    /// <summary>
    /// Reads an entity's history up to now. It costs one pass over the journal of the key's shard, whatever the entity's share in that;
    /// PostgreSQL makes it on its side and sends only rows in which the key occurs. Neither the shard nor its owner takes part in it, so
    /// any process that has the group and its database may read.
    /// </summary>
    /// <typeparam name="TEntity">The entity class, as registered with a group.</typeparam>
    /// <param name="key">The message key as text.</param>
    /// <param name="whatIsLeft">Reads also where the journal's beginning is gone, or isn't kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HistoryNotRetainedException">The history isn't whole, and <paramref name="whatIsLeft"/> wasn't asked
    /// for.</exception>
    /// <exception cref="UnreadableStateException">An event can't be read back.</exception>
    IAsyncEnumerable<EntityEvent> Read<TEntity>(string key, bool whatIsLeft = false, CancellationToken cancellationToken = default)
        where TEntity : ActorBase;
}
