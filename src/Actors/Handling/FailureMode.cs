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

    /// <summary>
    /// Put into the group's retry topic (&lt;topic&gt;.&lt;group&gt;.retry), which the group reads as well, and acknowledged when it is there:
    /// its handler gets it again after <see cref="HandlerOptions.RetryDelay"/>, and after growing delays, up to
    /// <see cref="HandlerOptions.MaxRetries"/> times; then it is a dead letter (<see cref="Save"/>). Its key goes on, so that later events of
    /// the key are handled before it, and in groups without entities perhaps at the same time. Nothing is lost. For entities with Kafka transactions only
    /// (<c>publish.entity-transactions</c>): they count each event once, and without them an event may come back twice.
    /// </summary>
    RetryLater,
}
