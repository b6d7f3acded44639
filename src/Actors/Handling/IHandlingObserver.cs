namespace Akka.Events.Handling;

/// <summary>
/// Is told what becomes of events, entities' and functions' alike. Those registered as services are told of every group; <see cref="Consuming.IGroupObserver"/> tells of
/// partitions and commits.
/// </summary>
/// <remarks>
/// Called for each event, on threads that the group's work waits for: it must not block. What it throws is logged and changes nothing. A context is valid during the call.
/// </remarks>
public interface IHandlingObserver
{
    /// <summary>An event has come from Kafka, and its handlers are to have it. After a move or a restart it may come again.</summary>
    void Received(string group, EventContext context)
    {
    }

    /// <summary>A handler has handled an event. What it has done is not durable yet.</summary>
    void Handled(string group, string handler, EventContext context)
    {
    }

    /// <summary>An attempt at an event has failed, or its record can't be decoded; the handler's options decide what comes next.</summary>
    void Failed(string group, string handler, EventContext context, Exception failure)
    {
    }
}
