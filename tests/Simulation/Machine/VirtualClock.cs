namespace Akka.Events.Simulation.Machine;

/// <summary>A process's time and its timers: the world's time, in which nothing fires while the process is frozen.</summary>
internal sealed class VirtualClock(World world) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Alarm, (long At, long Number)> _alarms = new();
    private readonly Lock _lock = new();
    private long _made;
    private bool _stopped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan? Next
    {
        get
        {
            lock (_lock)
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

    // A timestamp of 0 means "never" to some.
    public override long GetTimestamp() => world.Now.Ticks + TimeSpan.TicksPerDay;

    public override DateTimeOffset GetUtcNow() => Beginning + world.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public Alarm Set(TimeSpan delay, Action rings)
    {
        var alarm = new Alarm(rings);
        if (_stopped) return alarm;
        lock (_lock) _alarms.Enqueue(alarm, ((world.Now + delay).Ticks, _made++));
        return alarm;
    }

    public void CollectDue(List<World.Event> due, VirtualProcess process)
    {
        lock (_lock)
        {
            while (_alarms.TryPeek(out _, out var priority) && priority.At <= world.Now.Ticks)
            {
                var alarm = _alarms.Dequeue();
                if (!alarm.IsOff) due.Add(new World.Event(world.Now, process, alarm.Ring));
            }
        }
    }

    public void Stop()
    {
        _stopped = true;
        lock (_lock) _alarms.Clear();
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

    private sealed class Timer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Alarm? _alarm;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _alarm?.TurnOff();
            _alarm = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Set(dueTime, () =>
            {
                if (period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero) Change(period, period);
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
