namespace Akka.Events.Torture.Working;

/// <summary>What a worker notes: a handler's begin and end, and what it was made to suffer.</summary>
internal enum NoteKind : byte
{
    Begun,
    Ended,
    Threw,
    ThrewAfterPersisting,
    Hung,
    IgnoredCancellation,
    Blocked,
    ObserverThrew,
    LoggerThrew,
    ListenerThrew,
}
