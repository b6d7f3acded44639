namespace Akka.Events.Handling;

/// <summary>
/// Is run around each attempt of handlers that are functions or classes (not of entities, whose turn is their actor's): for what surrounds all of them, as
/// scopes of loggers, a culture, measurements. Those registered as services surround every group's handlers, the first one registered outermost.
/// </summary>
/// <remarks>
/// What it sets for its own flow (<see cref="AsyncLocal{T}"/>) the handler sees. It decides nothing: the event's outcome is the handler's. A handler that it doesn't call is called
/// when it has ended; a second call is the first one's task; what it throws itself is logged, counted (<c>akka_events.contained</c>) and changes nothing. Its time is part of the
/// attempt's.
/// </remarks>
public interface IHandlingInterceptor
{
    /// <summary>Surrounds a call.</summary>
    /// <param name="events">What it is about.</param>
    /// <param name="next">Calls the handler, or the next interceptor; throws what the handler throws.</param>
    ValueTask Handle(HandledEvents events, Func<ValueTask> next);
}
