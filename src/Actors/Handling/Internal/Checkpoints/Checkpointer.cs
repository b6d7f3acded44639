using Akka.Events.Committing;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Resting;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>
/// When a checkpoint is due, and what it stores. States are immutable, so they are encoded and written off the shard's turn, while handling
/// goes on.
/// </summary>
internal sealed class Checkpointer(CheckpointOptions options, TailBudget budget, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private long _tailEvents;
    private long _tailBytes;
    private long _writingEvents;
    private long _writingBytes;
    private long _oldestRow;
    private int _changed;
    private int _writingChanged;
    private long? _failed; // when the last one failed; null when it didn't

    public CheckpointNumbers Numbers { get; } = new();

    /// <summary>A checkpoint is under way.</summary>
    public bool Running => Numbers.Running;

    /// <summary>A state has changed that had not since the last checkpoint began.</summary>
    public void Changed() => _changed++;

    /// <summary>
    /// The tail has grown by a row, or was found so long. Rows without state events count too: the journal is cut short by checkpoints alone.
    /// </summary>
    /// <param name="events">State events.</param>
    /// <param name="bytes">What the rows hold; none where there is no journal.</param>
    public void Grew(long events, long bytes)
    {
        if (bytes == 0) return;
        if (_tailBytes == 0) _oldestRow = time.GetTimestamp();
        _tailEvents += events;
        _tailBytes += bytes;
        budget.Add(events, bytes);
    }

    /// <summary>
    /// By the tail's size or age, or by want of memory; after a failure as soon as <see cref="RetryInterval"/> has passed, and no sooner.
    /// </summary>
    /// <param name="resident">The shard's entities in memory, where memory is short: when few of them have changed, others can make
    /// room.</param>
    public bool IsDue(int? resident) =>
        !Running && _tailBytes > 0 && (_failed is { } failed ? time.GetElapsedTime(failed) >= RetryInterval : IsLargeOrOld(resident));

    private bool IsLargeOrOld(int? resident) =>
        (_tailEvents > 0 && _changed * 4L >= resident) || budget.IsOver(_tailEvents, _tailBytes) || time.GetElapsedTime(_oldestRow) >= options.MaxAge;

    /// <summary>Begins a checkpoint of the states as they are durable now, and of those that the tail holds.</summary>
    public Checkpoint Begin(IEnumerable<EntityLanes> entities, IReadOnlyList<PendingTail> tails)
    {
        var checkpoint = new Checkpoint(options.ChunkSize) { Tails = tails };
        foreach (var lanes in entities)
        {
            foreach (var lane in lanes.ChangedLanes) checkpoint.Add(lane);
            foreach (var state in lanes.ChangedResting) checkpoint.Add(lanes.Type, state);
        }
        Numbers.Begin();
        (_writingEvents, _writingBytes, _writingChanged) = (_tailEvents, _tailBytes, _changed);
        _changed = 0;
        budget.Add(-_tailEvents, -_tailBytes);
        _tailEvents = _tailBytes = 0;
        return checkpoint;
    }

    /// <summary>Ends the checkpoint. After a failure the next one stores what it had to.</summary>
    public void End(bool written)
    {
        Numbers.End(written);
        _failed = written ? null : time.GetTimestamp();
        if (written) return;
        _changed += _writingChanged;
        Grew(_writingEvents, _writingBytes);
    }

    /// <summary>Gives up what it has counted, when the shard ends.</summary>
    public void Clear() => budget.Add(-_tailEvents, -_tailBytes);
}
