namespace Akka.Events.Operating;

/// <summary>For whom a dead letter's event is published once more.</summary>
public enum DeadLetterReplay
{
    /// <summary>For the handler that gave it up: the group's other handlers, and other groups of this library, pass over it.</summary>
    Handler,

    /// <summary>For everybody who reads the topic.</summary>
    Topic,
}
