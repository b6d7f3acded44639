namespace Akka.Events.Committing.Internal;

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
    public void Add(long sequenceNr, long at)
    {
        var age = TimeSpan.FromMilliseconds(Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - at));
        _entries.Add(new Entry(sequenceNr, at, age, time.GetTimestamp()));
    }

    /// <summary>Takes in a checkpoint made now.</summary>
    public void Add(long sequenceNr) => Add(sequenceNr, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The checkpoints still to be remembered: those within the horizon, and the newest one beyond it.</summary>
    public IReadOnlyList<(long SequenceNr, long At)> Keep(TimeSpan horizon)
    {
        while (_entries.Count > 1 && IsBeyond(_entries[1], horizon)) _entries.RemoveAt(0);
        return [.. _entries.Select(e => (e.SequenceNr, e.At))];
    }

    /// <summary>Sequence number of the newest checkpoint beyond the horizon: nobody needs the rows up to it. 0 for none.</summary>
    public long NewestBeyond(TimeSpan horizon) => _entries.FindLast(e => IsBeyond(e, horizon)).SequenceNr;

    private bool IsBeyond(Entry entry, TimeSpan horizon) => entry.Age + time.GetElapsedTime(entry.Known) >= horizon;

    private readonly record struct Entry(long SequenceNr, long At, TimeSpan Age, long Known);
}
