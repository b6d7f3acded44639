using Akka.Events.Committing;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// How much journal lies above the last checkpoints, over all of a group's shards in this process: what their next owner has to read. Safe
/// from any thread.
/// </summary>
internal sealed class TailBudget(CheckpointOptions options)
{
    private long _events;
    private long _bytes;
    private int _shards;

    /// <summary>Shards in this process.</summary>
    public int Shards => Volatile.Read(ref _shards);

    public long Events => Interlocked.Read(ref _events);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Whether a shard with so long a tail has to store it: together the tails are too long, and its own is no shorter than the average.
    /// </summary>
    public bool IsOver(long events, long bytes) =>
        (Events >= options.MaxTailEvents && events * _shards >= Events) || (Bytes >= options.MaxTailBytes && bytes * _shards >= Bytes);

    public void Add(long events, long bytes)
    {
        Interlocked.Add(ref _events, events);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void ShardBegins() => Interlocked.Increment(ref _shards);

    public void ShardEnds() => Interlocked.Decrement(ref _shards);
}
