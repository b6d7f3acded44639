using System.Diagnostics;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>Counts what one group does in this process. Safe from any thread.</summary>
internal sealed class GroupMetrics
{
    private readonly TagList _tags;
    private long _handled;
    private long _blocked;
    private long _discarded;
    private long _saved;
    private long _retriedLater;
    private long _repeated;
    private long _failed;
    private long _checkpoints;
    private long _unsent;
    private long _underWay;

    public GroupMetrics(string group) =>
        _tags = new TagList { { Tags.System, Tags.Kafka }, { Tags.Group, group } };

    /// <summary>Records finished, durably, by every handler.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>Keys that wait for an event that can't be handled.</summary>
    public long Blocked => Interlocked.Read(ref _blocked);

    /// <summary>Events given up and acknowledged.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>Events given up and put among the dead letters.</summary>
    public long Saved => Interlocked.Read(ref _saved);

    /// <summary>Events put into a retry topic.</summary>
    public long RetriedLater => Interlocked.Read(ref _retriedLater);

    /// <summary>Events left out because their handlers had handled their ids before.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Attempts that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Checkpoints that have ended.</summary>
    public long Checkpoints => Interlocked.Read(ref _checkpoints);

    /// <summary>Records that entities have published, or that were given up, and that are committed, or about to be, and not sent.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>Calls of handlers that go on asynchronously.</summary>
    public long CallsUnderWay => Interlocked.Read(ref _underWay);

    public void CallsChanged(int change) => Interlocked.Add(ref _underWay, change);

    public void RecordsUnsent(int change) => Interlocked.Add(ref _unsent, change);

    public void RecordsFinished(long count) => Interlocked.Add(ref _handled, count);

    public void RecordsConsumed(long count) => EventsTelemetry.Consumed.Add(count, _tags);

    public void KeysBlocked(int count) => Interlocked.Add(ref _blocked, count);

    public void EventFailed(string handler)
    {
        Interlocked.Increment(ref _failed);
        EventsTelemetry.Failed.Add(1, Handler(handler));
    }

    public void EventDiscarded(string handler)
    {
        Interlocked.Increment(ref _discarded);
        EventsTelemetry.Discarded.Add(1, Handler(handler));
    }

    public void EventRetriedLater(string handler)
    {
        Interlocked.Increment(ref _retriedLater);
        EventsTelemetry.RetriedLater.Add(1, Handler(handler));
    }

    public void EventRepeated(string handler)
    {
        Interlocked.Increment(ref _repeated);
        EventsTelemetry.Repeated.Add(1, Handler(handler));
    }

    public void BreakerOpened(string handler) => EventsTelemetry.BreakersOpened.Add(1, Handler(handler));

    public void EventSaved(string handler)
    {
        Interlocked.Increment(ref _saved);
        EventsTelemetry.Saved.Add(1, Handler(handler));
    }

    public void Committed(int records, TimeSpan time)
    {
        EventsTelemetry.BatchSize.Record(records, _tags);
        EventsTelemetry.CommitTime.Record(time.TotalSeconds, _tags);
    }

    public void Recovered(TimeSpan time) => EventsTelemetry.RecoveryTime.Record(time.TotalSeconds, _tags);

    public void Checkpointed(TimeSpan time)
    {
        Interlocked.Increment(ref _checkpoints);
        EventsTelemetry.CheckpointTime.Record(time.TotalSeconds, _tags);
    }

    public void Rebalanced(string kind, int partitions)
    {
        var tags = _tags;
        tags.Add("kind", kind);
        EventsTelemetry.Rebalances.Add(partitions, tags);
    }

    private TagList Handler(string handler)
    {
        var tags = _tags;
        tags.Add(Tags.Handler, handler);
        return tags;
    }
}
