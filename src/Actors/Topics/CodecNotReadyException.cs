namespace Akka.Events.Topics;

/// <summary>
/// A codec needs something that isn't here yet, such as a schema that is looked up elsewhere. It says nothing against the event: a record is read
/// again, however long that takes, and never counts as undecodable; an event that is published waits for a while, then its publishing fails.
/// </summary>
public sealed class CodecNotReadyException : Exception
{
    /// <summary>What it waits for.</summary>
    /// <param name="reason">What isn't there, and why, for people.</param>
    /// <param name="ready">Ends, however it ends, when another try makes sense; never at once.</param>
    /// <param name="cause">Why it couldn't be had so far.</param>
    public CodecNotReadyException(string reason, Task ready, Exception? cause = null)
        : base(reason, cause)
    {
        ArgumentNullException.ThrowIfNull(ready);
        Ready = ready;
    }

    /// <summary>Ends, however it ends, when another try makes sense.</summary>
    public Task Ready { get; }
}
