namespace Akka.Events.Handling.Internal.Limits;

/// <summary>
/// How many records may be under way together in the partitions that a group, or the process, has: each has an equal share, at least 1, so that none
/// has to wait for another's. Safe from any thread.
/// </summary>
internal sealed class OutstandingLimit
{
    private int _max;
    private int _partitions;

    /// <summary>Null: as many as each partition may have by itself.</summary>
    public int? Max
    {
        get => Volatile.Read(ref _max) is var max and > 0 ? max : null;
        set => Volatile.Write(ref _max, value ?? 0);
    }

    /// <summary>What one partition may have under way.</summary>
    public int Share => Max is { } max ? Math.Max(1, max / Math.Max(1, Volatile.Read(ref _partitions))) : int.MaxValue;

    public void Join() => Interlocked.Increment(ref _partitions);

    public void Leave() => Interlocked.Decrement(ref _partitions);
}
