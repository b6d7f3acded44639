namespace Akka.Events;

/// <summary>
/// What flows with a thread: the current activity, cultures, every AsyncLocal. Code that isn't ours is called between
/// <see cref="Here"/> and <see cref="Restore"/>, so that what it leaves behind doesn't reach the next record. Its tasks keep what they took.
/// </summary>
internal readonly struct Ambient
{
    private readonly ExecutionContext? _context;

    private Ambient(ExecutionContext? context) => _context = context;

    public static Ambient Here() => new(ExecutionContext.Capture());

    /// <summary>Costs two reads of a field where nothing has changed.</summary>
    public void Restore()
    {
        if (_context is not null && ExecutionContext.Capture() != _context) ExecutionContext.Restore(_context);
    }
}
