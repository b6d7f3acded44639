namespace Akka.Events.Handling.Internal.Limits;

/// <summary>
/// How many records may be under way together in the partitions that a group, or the process, has: each has an equal share, at least 1, so that none
/// has to wait for another's. Safe from any thread.
/// </summary>
internal sealed class OutstandingLimit
{
    private readonly Lock _lock = new();
    private readonly List<Action> _watching = [];
    private int _max;
    private int _partitions;

    /// <summary>Null: as many as each partition may have by itself.</summary>
    public int? Max
    {
        get => Volatile.Read(ref _max) is var max and > 0 ? max : null;
        set
        {
            var before = Share;
            Volatile.Write(ref _max, value ?? 0);
            TellIfMoreThan(before);
        }
    }

    /// <summary>What one partition may have under way.</summary>
    public int Share => Max is { } max ? Math.Max(1, max / Math.Max(1, Volatile.Read(ref _partitions))) : int.MaxValue;

    public void Join() => Interlocked.Increment(ref _partitions);

    public void Leave()
    {
        var before = Share;
        Interlocked.Decrement(ref _partitions);
        TellIfMoreThan(before);
    }

    /// <summary>Tells when the share has grown. On any thread, and not after the registration's end.</summary>
    public IDisposable Watch(Action grown)
    {
        lock (_lock) _watching.Add(grown);
        return new Watching(this, grown);
    }

    private void TellIfMoreThan(int share)
    {
        if (Share <= share) return;
        lock (_lock)
            foreach (var grown in _watching) grown();
    }

    private sealed class Watching(OutstandingLimit limit, Action grown) : IDisposable
    {
        public void Dispose()
        {
            lock (limit._lock) limit._watching.Remove(grown);
        }
    }
}
