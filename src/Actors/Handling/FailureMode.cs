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

    /// <summary>
    /// Put into the group's dead-letter topic (&lt;topic&gt;.&lt;group&gt;.dead-letter), byte for byte, with the reason in its headers
    /// (<see cref="DeadLetterHeaders"/>), and acknowledged when it is there. Its key goes on. Nothing is lost.
    /// </summary>
    Save,
}
