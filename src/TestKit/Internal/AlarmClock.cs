namespace Akka.Events.TestKit.Internal;

/// <summary>Time that passes when something lets it, and its timers, which ring when they are taken out. Safe from any thread.</summary>
internal abstract class AlarmClock : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Alarm, (long At, long Number)> _alarms = new();
    private long _made;
    private bool _stopped;

    public sealed override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due, since the beginning; null when none is set.</summary>
    public TimeSpan? Next
    {
        get
        {
            lock (Gate)
            {
                while (_alarms.TryPeek(out var alarm, out var priority))
                {
                    if (!alarm.IsOff) return TimeSpan.FromTicks(priority.At);
                    _alarms.Dequeue();
                }
            }
            return null;
        }
    }

    /// <summary>Time since the beginning.</summary>
    protected abstract TimeSpan Now { get; }

    /// <summary>Held while timers are looked at and taken out.</summary>
    protected Lock Gate { get; } = new();

    // A timestamp of 0 means "never" to some.
    public sealed override long GetTimestamp() => Now.Ticks + TimeSpan.TicksPerDay;

    public sealed override DateTimeOffset GetUtcNow() => Beginning + Now;

    public sealed override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public Alarm Set(TimeSpan delay, Action rings)
    {
        var alarm = new Alarm(rings);
        if (_stopped) return alarm;
        lock (Gate) _alarms.Enqueue(alarm, (Now.Ticks + Math.Max(0, delay.Ticks), _made++));
        return alarm;
    }

    /// <summary>No timer rings any more.</summary>
    public void Stop()
    {
        _stopped = true;
        lock (Gate) _alarms.Clear();
    }

    /// <summary>Takes out the next timer that is due by a time since the beginning; null when none is.</summary>
    protected Alarm? TakeDue(TimeSpan by)
    {
        lock (Gate) return Next is { } next && next <= by ? _alarms.Dequeue() : null;
    }

    internal sealed class Alarm(Action rings)
    {
        public bool IsOff { get; private set; }

        public void TurnOff() => IsOff = true;

        public void Ring()
        {
            if (!IsOff) rings();
        }
    }

    private sealed class Timer(AlarmClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Alarm? _alarm;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _alarm?.TurnOff();
            _alarm = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Set(dueTime, () =>
            {
                if (period > TimeSpan.Zero) Change(period, period);
                callback(state);
            });
            return true;
        }

        public void Dispose() => _alarm?.TurnOff();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
