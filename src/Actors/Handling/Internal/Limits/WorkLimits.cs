namespace Akka.Events.Handling.Internal.Limits;

/// <summary>What bounds the work of a group in this process, or of the process.</summary>
/// <param name="line">The process's line for slots.</param>
/// <param name="options">What is configured; null for no limits.</param>
internal sealed class WorkLimits(SlotLine line, LimitOptions? options = null)
{
    // As many as nobody has.
    private const int Unlimited = int.MaxValue / 2;

    public WorkLimits() : this(new SlotLine())
    {
    }

    public SlotLine Line => line;

    /// <summary>Calls of functions under way.</summary>
    public Slots Executing { get; } = new(options is { MaxExecuting: > 0 and var max } ? max : Unlimited);

    /// <summary>Records under way.</summary>
    public OutstandingLimit Outstanding { get; } = new() { Max = options?.MaxOutstanding };

    /// <summary>Calls may be under way, so many at once; null for no limit.</summary>
    public void LimitExecuting(int? max) => line.Resize(Executing, max ?? Unlimited);
}
