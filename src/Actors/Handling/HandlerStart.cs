namespace Akka.Events.Handling;

/// <summary>Where a handler begins with a topic that its group has handled already without it.</summary>
public enum HandlerStart
{
    /// <summary>Where the group stands: what the group had not finished, and nothing before.</summary>
    Group,

    /// <summary>
    /// At the beginning of the topic: it alone gets what lies below the group's position. In groups with entities, whose journal knows what each
    /// handler has finished; another group is refused it.
    /// </summary>
    Beginning,
}
