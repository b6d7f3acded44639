using Akka.Events.Handling;

namespace Akka.Events.Streams;

/// <summary>
/// An event of a group that a stream is handling: it goes with it through the stream, and ends its handling. One that is never ended holds its key,
/// and its partition's commits, until the stream ends: it is reported as stuck (<c>report-stuck-after</c>).
/// </summary>
public sealed class EventCommit
{
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EventCommit(EventContext context) => Context = context;

    /// <summary>Where the event comes from. Valid until it is ended.</summary>
    public EventContext Context { get; }

    internal Task Handled => _handled.Task;

    /// <summary>The event is handled: it is committed with the group's next commit. Only the first ending counts.</summary>
    public void Complete() => _handled.TrySetResult();

    /// <summary>Handling has failed: the handler's policy decides what comes then, as for a function that throws.</summary>
    public void Fail(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        _handled.TrySetException(cause);
    }
}
