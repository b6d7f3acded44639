namespace Akka.Events.Handling;

/// <summary>
/// A class that handles events of a type, and of those derived from it. Each event has an instance of its own, made with the services of a
/// scope of its own, which ends with the handling: a scoped service, as a DbContext is, serves one event. A class may implement this for several
/// types: an event goes to the most derived one that fits it.
/// </summary>
/// <typeparam name="T">The event's type: the topic's, a base, or one derived from it. A topic's events of types for which the class has no
/// Handle are acknowledged.</typeparam>
public interface IEventHandler<in T> : IEventHandler
{
    /// <summary>Handles one event: at least once, those of one key one after another. The event is finished when the task has ended.</summary>
    /// <param name="event">The event; null for a tombstone, where the handler's options ask for those.</param>
    /// <param name="context">Where it comes from, and the token that is cancelled when it has taken too long.</param>
    Task Handle(T @event, EventContext context);
}

/// <summary>A class that handles events: see <see cref="IEventHandler{T}"/>.</summary>
public interface IEventHandler;
