namespace Akka.Events.Consuming.Internal;

/// <summary>
/// How many unfinished records of a partition it is worth to hold: what one commit finishes, what is handled meanwhile, and as much again to be taken. More would only
/// wait here as objects that the collector has to keep, instead of as bytes in the client. Never above the configured limit; not thread-safe; no I/O.
/// </summary>
internal sealed class ReadAhead(int limit)
{
    private const int Least = 2500;
    private const int CommitsAhead = 3;

    private readonly int _least = Math.Min(Least, limit);

    /// <summary>Unfinished records at which reading stops; it goes on at half.</summary>
    public int Window { get; private set; } = Math.Min(Least, limit);

    /// <summary>A commit has finished so many records.</summary>
    public void Finished(int records) => Window = Math.Clamp(CommitsAhead * records, _least, limit);

    /// <summary>Reading has stopped, and nothing finishes: what is held may be waiting for a slow key, so others are given room. False at the limit.</summary>
    public bool Widen()
    {
        if (Window == limit) return false;
        Window = (int)Math.Min(2L * Window, limit);
        return true;
    }
}
