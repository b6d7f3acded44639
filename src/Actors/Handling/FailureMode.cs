namespace Akka.Events.Handling;

/// <summary>What happens to an event whose handler still fails when its timeout has passed, or that can't be decoded.</summary>
public enum FailureMode
{
    /// <summary>
    /// Tried again for ever (an undecodable record just stays): its key waits, and nothing behind it is committed in its partition. Nothing
    /// is lost.
    /// </summary>
    Block,

    /// <summary>Logged, counted and acknowledged: its effects are lost.</summary>
    Discard,
}
