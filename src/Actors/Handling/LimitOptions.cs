namespace Akka.Events.Handling;

/// <summary>
/// How much may be under way at once in this process: of one group (<c>akka.events.group.limits</c>), or of all of them
/// (<c>akka.events.limits</c>). Can be changed while it runs: <see cref="Operating.IEventsControl"/>.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>
    /// Events of plain handlers, and batches of batch handlers, that are handled at once, beside what each handler may
    /// (<see cref="HandlerOptions.MaxConcurrency"/>). Handlers that wait for a slot get one in turn. Entities are bounded by what is outstanding. Default 0: no
    /// limit.
    /// </summary>
    public int MaxExecuting { get; set; }

    /// <summary>
    /// Records under way, beside what each partition may have (<see cref="Consuming.GroupOptions.MaxOutstanding"/>): each assigned partition has an
    /// equal share, at least 1. Default 0: no limit.
    /// </summary>
    public int MaxOutstanding { get; set; }

    internal LimitOptions Copy() => (LimitOptions)MemberwiseClone();
}
