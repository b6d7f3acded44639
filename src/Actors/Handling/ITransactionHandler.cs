using System.Data.Common;

namespace Akka.Events.Handling;

/// <summary>
/// A class that handles events of a type, and of those derived from it, in a transaction of the PostgreSQL database. Each attempt has an
/// instance of its own, made with the services of a scope of its own, which ends with it. A class may implement this for several types: an
/// event goes to the most derived one that fits it.
/// </summary>
/// <typeparam name="T">The event's type: the topic's, a base, or one derived from it. A topic's events of types for which the class has no
/// Handle are acknowledged.</typeparam>
public interface ITransactionHandler<in T> : ITransactionHandler
{
    /// <summary>Handles one event. What it writes with commands on the transaction's connection counts exactly once.</summary>
    /// <param name="event">The event; null for a tombstone, where the handler's options ask for those.</param>
    /// <param name="transaction">Open; committed together with the event's offset when the task has ended well. The handler neither commits
    /// nor rolls back.</param>
    /// <param name="context">Where it comes from, and the token that is cancelled when it has taken too long.</param>
    Task Handle(T @event, DbTransaction transaction, EventContext context);
}

/// <summary>A class that handles events in database transactions: see <see cref="ITransactionHandler{T}"/>.</summary>
public interface ITransactionHandler;
