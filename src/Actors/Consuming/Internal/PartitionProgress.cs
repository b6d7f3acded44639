using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// Where the reading of one assigned partition stands; -1 for what isn't known. Written by its consumer, but for what the reader's commits
/// look up; read by whoever looks.
/// </summary>
internal sealed class PartitionProgress(TopicPartition topicPartition)
{
    private readonly Lock _committing = new();
    private int _moves;

    public TopicPartition TopicPartition { get; } = topicPartition;

    /// <summary>The next offset to commit: every record below it is finished.</summary>
    public long Watermark { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>The next offset to read.</summary>
    public long Position { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>Where the log begins, as the client last saw it. Written by the reader.</summary>
    public long Beginning { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>Where the log ends, as the client last saw it. Written by the reader.</summary>
    public long End { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>What was last committed to Kafka.</summary>
    public long Committed { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); } = -1;

    /// <summary>How often reading has been moved.</summary>
    public int Moves => Volatile.Read(ref _moves);

    /// <summary>
    /// An offset has been committed that was finished before the reading was moved so often. After another move it says nothing: what is
    /// finished from there on is to be committed, be it what was before.
    /// </summary>
    public void Commit(long offset, int moves)
    {
        lock (_committing)
            if (moves == _moves) Committed = offset;
    }

    /// <summary>Reading goes on elsewhere: at an offset, or, at -1, where is found out.</summary>
    public void Move(long offset)
    {
        lock (_committing)
        {
            Watermark = Position = offset;
            Committed = -1;
            // Last: whoever knows of the move sees its offset.
            _moves++;
        }
    }

    /// <summary>Where the journal has reading go on in this assignment; -1 where it has no say. Written once.</summary>
    public long Resumed { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>Below it only handlers that were added get events; -1 where there are none such.</summary>
    public long CatchUp { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); } = -1;

    /// <summary>
    /// Distance from the watermark to the log's end; before anything is read, from what the group has committed, else from the log's
    /// beginning.
    /// </summary>
    public long Lag => End is var end and >= 0 && Next is var next and >= 0 ? Math.Max(0, end - next) : -1;

    /// <summary>Records finished in this assignment.</summary>
    public long Handled { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>Distance in the log between the first unfinished record and the newest one taken.</summary>
    public long Gap { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>Records under way.</summary>
    public int Outstanding { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>Reading has stopped because too much is under way, or behind one record.</summary>
    public bool HeldBack { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    private long Next => Watermark >= 0 ? Watermark : Committed >= 0 ? Committed : End == 0 ? 0 : Beginning;
}
