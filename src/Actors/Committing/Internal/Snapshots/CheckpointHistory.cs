namespace Akka.Events.Committing.Internal.Snapshots;

/// <summary>
/// A shard's checkpoints, and which of them are older than a horizon. Ages are measured on a clock that only goes forward, as soon as a
/// checkpoint is known here: the time of day, which may jump, decides only how old those of earlier owners were when they were read.
/// </summary>
internal sealed class CheckpointHistory(TimeProvider time)
{
    private readonly List<Entry> _entries = [];

    /// <summary>Takes in a checkpoint of an earlier owner, or of this one.</summary>
    /// <param name="sequenceNr">Its sequence number; higher than any before.</param>
    /// <param name="at">When it was made: Unix time in milliseconds.</param>
    public void Add(long sequenceNr, long at) => Add(sequenceNr, TimeSpan.FromMilliseconds(Math.Max(0, Now - at)));

    /// <summary>Takes in a checkpoint made now.</summary>
    public void Add(long sequenceNr) => Add(sequenceNr, TimeSpan.Zero);

    /// <summary>
    /// The checkpoints still to be remembered: those within the horizon, and the newest one beyond it. When they were made is told by
    /// today's clock, also of those that were made while it went wrong.
    /// </summary>
    public IReadOnlyList<(long SequenceNr, long At)> Keep(TimeSpan horizon)
    {
        // One that is younger than those after it, by a clock that was ahead, goes with them.
        var newest = _entries.FindLastIndex(e => AgeOf(e) >= horizon);
        if (newest > 0) _entries.RemoveRange(0, newest);
        var now = Now;
        return [.. _entries.Select(e => (e.SequenceNr, now - (long)AgeOf(e).TotalMilliseconds))];
    }

    /// <summary>Sequence number of the newest checkpoint beyond the horizon: nobody needs the rows up to it. 0 for none.</summary>
    public long NewestBeyond(TimeSpan horizon) => _entries.FindLast(e => AgeOf(e) >= horizon).SequenceNr;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Add(long sequenceNr, TimeSpan age) => _entries.Add(new Entry(sequenceNr, age, time.GetTimestamp()));

    private TimeSpan AgeOf(Entry entry) => entry.Age + time.GetElapsedTime(entry.Known);

    private readonly record struct Entry(long SequenceNr, TimeSpan Age, long Known);
}
