using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// Where the reading of one assigned partition stands. Written by its consumer, read by the reader's commits and by whoever looks.
/// </summary>
internal sealed class PartitionProgress(TopicPartition topicPartition)
{
    private long _watermark = -1;
    private long _position = -1;
    private long _beginning = -1;
    private long _end = -1;
    private long _committed = -1;
    private long _resumed = -1;
    private long _handled;
    private long _gap;
    private int _outstanding;
    private volatile bool _heldBack;

    public TopicPartition TopicPartition { get; } = topicPartition;

    /// <summary>The next offset to commit; -1 while nothing is known.</summary>
    public long Watermark
    {
        get => Volatile.Read(ref _watermark);
        set => Volatile.Write(ref _watermark, value);
    }

    /// <summary>The next offset to read; -1 before the first record.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    /// <summary>Where the log ends, as the client last saw it; -1 while nothing is known.</summary>
    public long End
    {
        get => Volatile.Read(ref _end);
        set => Volatile.Write(ref _end, value);
    }

    /// <summary>Where the log begins, as the client last saw it; -1 while nothing is known.</summary>
    public long Beginning
    {
        get => Volatile.Read(ref _beginning);
        set => Volatile.Write(ref _beginning, value);
    }

    /// <summary>
    /// Distance from the watermark to the log's end; before anything is read, from what the group has committed, else from the log's
    /// beginning. -1 while neither is known.
    /// </summary>
    public long Lag => End is var end and >= 0 && Next is var next and >= 0 ? Math.Max(0, end - next) : -1;

    private long Next => Watermark >= 0 ? Watermark : Committed >= 0 ? Committed : End == 0 ? 0 : Beginning;

    /// <summary>Records finished in this assignment.</summary>
    public long Handled
    {
        get => Volatile.Read(ref _handled);
        set => Volatile.Write(ref _handled, value);
    }

    /// <summary>Distance in the log between the first unfinished record and the newest one taken.</summary>
    public long Gap
    {
        get => Volatile.Read(ref _gap);
        set => Volatile.Write(ref _gap, value);
    }

    /// <summary>Records under way.</summary>
    public int Outstanding
    {
        get => Volatile.Read(ref _outstanding);
        set => Volatile.Write(ref _outstanding, value);
    }

    /// <summary>Reading has stopped because too much is under way.</summary>
    public bool HeldBack
    {
        get => _heldBack;
        set => _heldBack = value;
    }

    /// <summary>Where the journal has reading go on in this assignment; -1 where it has no say. Written once.</summary>
    public long Resumed
    {
        get => Volatile.Read(ref _resumed);
        set => Volatile.Write(ref _resumed, value);
    }

    /// <summary>What was last committed to Kafka; -1 for nothing. Written by the reader only.</summary>
    public long Committed
    {
        get => Volatile.Read(ref _committed);
        set => Volatile.Write(ref _committed, value);
    }
}
