namespace Akka.Events.Kafka.Internal.Group;

/// <summary>Whether a partition that is read comes on, by looks at regular times. Not thread-safe; no I/O.</summary>
internal sealed class Heartbeat
{
    /// <summary>Looks in a row at which it has stood still that say that it is no longer fetched.</summary>
    public const int Missable = 3;

    private long _next = -1;
    private int _missed;

    /// <summary>The log's end, when it was looked at last: by the next look it should have been read.</summary>
    public long End { get; private set; }

    /// <summary>It should have come on by now.</summary>
    /// <param name="next">Behind the last record that was handed over.</param>
    /// <param name="isEmpty">Nothing waits to be handed over. What does is its reader's to take, who may be held back.</param>
    /// <param name="end">The log's end now, as a broker says.</param>
    public bool Misses(long next, bool isEmpty, long end)
    {
        _missed = isEmpty && next == _next && next < End ? _missed + 1 : 0;
        (_next, End) = (next, end);
        return _missed >= Missable;
    }
}
